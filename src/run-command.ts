import { Problem } from './errors.ts';

/** Ends a program with what `main` returns (nothing: 0); a {@link Problem} is told in one line and ends it with `failed`. */
export async function runCommand(main: () => Promise<number | undefined>, failed: number): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = failed;
  }
}
