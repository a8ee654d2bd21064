import { useEffect, useRef } from 'react';
import { keyName } from './key-name.ts';

/** What a key does. Unlisted keys keep what the browser does with them. */
export type Shortcuts = Partial<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Listens for single keys on the page. Silent while somebody writes, while a dialog is open, and with Ctrl, Alt or Meta;
 * `Enter` on a button or a link belongs to that button or link.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const name = keyName(event);
      const run = current.current[name];
      if (run === undefined || isBusy(event.target, name)) return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function isBusy(target: EventTarget | null, name: string): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"], [data-popover-open]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select, [role="combobox"]')) return true;
  if (target.matches('input')) return !target.matches('[type="checkbox"]') || name === 'Enter';
  return name === 'Enter' && target.closest('button, a, [role="button"], summary') !== null;
}
