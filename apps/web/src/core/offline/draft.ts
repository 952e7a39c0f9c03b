import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../session';

/** A draft of what a person types, stored encrypted on the device at every keystroke. A reload, the back button, an expired
 *  session or an empty battery loses nothing. `clear` deletes it after sending. */
export function useDraft<T>(
  name: string,
  initial: T,
): { value: T; set: (change: Partial<T>) => void; clear: () => void; isRestored: boolean } {
  const personId = useSession()?.id;
  const [value, setValue] = useState(initial);
  const [isRestored, setRestored] = useState(false);
  const next = useRef<{ value: T | undefined }>(undefined);
  const isWriting = useRef(false);
  const begunWith = useRef(initial);
  const typed = useRef<Partial<T>>({});

  useEffect(() => {
    let isGone = false;
    if (!personId) return undefined;
    const restore = async (): Promise<void> => {
      const { kept } = await import('./store');
      const draft = await kept<T>(personId, 'draft', name);
      if (!isGone && draft) setValue((present) => ({ ...present, ...draft, ...typed.current }));
    };
    void restore()
      .catch(() => undefined) // a private window stores nothing
      .finally(() => !isGone && setRestored(true));
    return () => {
      isGone = true;
    };
  }, [personId, name]);

  const write = useCallback(async (): Promise<void> => {
    if (isWriting.current || !personId) return;
    isWriting.current = true;
    const { keep } = await import('./store');
    // Writes changes that were made during the last write next: a single writer, and no change is skipped.
    for (let now = next.current; now; now = next.current) {
      next.current = undefined;
      await keep(personId, 'draft', name, now.value).catch(() => undefined);
    }
    isWriting.current = false;
  }, [personId, name]);

  const set = useCallback(
    (change: Partial<T>): void => {
      // Input typed before the draft was loaded is newer than the draft.
      typed.current = { ...typed.current, ...change };
      setValue((present) => {
        const changed = { ...present, ...change };
        next.current = { value: changed };
        void write();
        return changed;
      });
    },
    [write],
  );

  const clear = useCallback((): void => {
    typed.current = {};
    setValue(begunWith.current);
    next.current = { value: undefined };
    void write();
  }, [write]);

  return { value, set, clear, isRestored };
}
