import { useMutation, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { isOutOfReach, newKey, reasonOf } from './api';
import { client } from './query-client';
import { tell } from './tell';

interface CommandSettings<I, A> {
  /** Does it; the key makes a repetition harmless. */
  send: (input: I, key: string) => Promise<A>;
  /** Shows the result before the server has answered: changes kept answers, and says how to change them back. */
  expect?: (input: I) => (() => void) | undefined;
  /** What to ask about anew afterwards, whether it was done or refused. */
  touches?: QueryKey[];
  done?: (answer: A, input: I) => void;
  /** Said when it is done. */
  says?: string;
  /** Deals with a refusal itself and returns true; otherwise its reason is told. */
  refused?: (error: unknown, input: I) => boolean;
}

/** A person's command: at once visible, undone if refused, told in words that a person understands. Its key stays the
 *  same until it has succeeded, so that a second tap or a lost answer does it once. */
export function useCommand<I = void, A = unknown>(settings: CommandSettings<I, A>) {
  const key = useRef(newKey());
  return useMutation<A, unknown, I, (() => void) | undefined>({
    mutationFn: (input) => settings.send(input, key.current),
    onMutate: (input) => settings.expect?.(input),
    onSuccess: (answer, input) => {
      key.current = newKey();
      if (settings.says) tell(settings.says);
      settings.done?.(answer, input);
    },
    onError: (error, input, undo) => {
      undo?.();
      // The refusal was kept under the key; a changed mind is another command. Where nothing is known of what happened,
      // only the same key may be sent again.
      if (!isOutOfReach(error)) key.current = newKey();
      if (!settings.refused?.(error, input)) tell(reasonOf(error), 'fault');
    },
    onSettled: () => {
      for (const queryKey of settings.touches ?? []) void client.invalidateQueries({ queryKey });
    },
  });
}
