/** Models on disk: what there is, what sets two apart, and which one comes before the active one. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../classify/load-model.ts';
import type { Manifest } from '../classify/manifest.ts';
import { problem } from '../errors.ts';

export interface FoundModel {
  folder: string;
  manifest: Manifest;
}

/** Every model below the given folders, newest first. A folder that cannot be read as a model is left out. */
export function listModels(roots: readonly string[]): FoundModel[] {
  const found = [...new Set(roots)].filter(existsSync).flatMap((root) =>
    readdirSync(root)
      .map((name) => join(root, name))
      .filter((folder) => existsSync(join(folder, 'manifest.json')))
      .flatMap((folder) => {
        try {
          return [{ folder, manifest: readManifest(folder) }];
        } catch {
          return [];
        }
      }),
  );
  return found.sort((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt));
}

/**
 * A model by version, or by its folder.
 * @throws Problem `invalid-model` naming what there is
 */
export function findModel(models: readonly FoundModel[], wanted: string): FoundModel {
  const found = models.find(({ folder, manifest }) => manifest.version === wanted || folder === wanted);
  if (found !== undefined) return found;
  const known = models.map(({ manifest }) => manifest.version).join(', ') || 'none';
  throw problem('invalid-model', `There is no model ${wanted}; there is: ${known}`);
}

/** One figure of two models side by side. */
export interface Difference {
  target: string;
  situation: string;
  figure: string;
  a: number;
  b: number;
}

/** Figures on the calibration rows that both manifests have. */
export function compareModels(a: Manifest, b: Manifest): Difference[] {
  return Object.entries(a.metrics).flatMap(([target, situations]) =>
    Object.entries(situations).flatMap(([situation, figures]) =>
      Object.entries(figures).flatMap(([figure, value]) => {
        const other = b.metrics[target]?.[situation]?.[figure];
        return other === undefined || figure === 'rows' ? [] : [{ target, situation, figure, a: value, b: other }];
      }),
    ),
  );
}

/**
 * The version to go back to: the last activated one that is not the active one, else the one of the settings.
 * @param activations last first
 * @throws Problem `state-conflict` when there is none
 */
export function previousVersion(
  activations: readonly { version: string }[],
  active: string,
  ofSettings: string | undefined,
): string {
  const at = activations.findIndex(({ version }) => version === active);
  const before = activations.slice(at + 1).find(({ version }) => version !== active)?.version ?? ofSettings;
  if (before === undefined || before === active)
    throw problem('state-conflict', `No model was active before ${active}`);
  return before;
}
