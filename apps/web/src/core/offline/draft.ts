import { useEffect, useRef } from 'react';
import { useSession } from '../session';

/** A draft of what a person types, stored encrypted on the device at every keystroke. A reload, the back button, an expired
 *  session or an empty battery loses nothing. `write(undefined)` deletes it after sending. A `replacement` is stored in place
 *  of what was there. Without a name nothing is stored. */
export function useStoredDraft<T>(
  name: string | undefined,
  { replacement, onRestored }: { replacement?: T; onRestored: (draft: T) => void },
): { write: (value: T | undefined) => void } {
  const personId = useSession()?.id;
  const next = useRef<{ value: T | undefined } | undefined>(undefined);
  const isWriting = useRef(false);

  const flush = async (): Promise<void> => {
    if (isWriting.current || !personId || !name) return;
    isWriting.current = true;
    const { keep } = await import('./store');
    // Writes changes that were made during the last write next: a single writer, and no change is skipped.
    for (let now = next.current; now; now = next.current) {
      next.current = undefined;
      await keep(personId, 'draft', name, now.value).catch(() => undefined);
    }
    isWriting.current = false;
  };
  const write = (value: T | undefined): void => {
    next.current = { value };
    void flush();
  };

  useEffect(() => {
    let isGone = false;
    if (!personId || !name) return undefined;
    const restore = async (): Promise<void> => {
      const { kept } = await import('./store');
      const draft = await kept<T>(personId, 'draft', name);
      if (!isGone && draft) onRestored(draft);
    };
    if (replacement) write(replacement);
    else void restore().catch(() => undefined); // a private window stores nothing
    return () => {
      isGone = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- once for a person; what is typed later does not restore again
  }, [personId, name]);

  return { write };
}
