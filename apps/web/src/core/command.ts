import { useMutation, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { isOutOfReach, newKey, reasonOf, withKey } from './api';
import { client } from './query-client';
import { showToast } from './toast';

export interface CommandSettings<I, A> {
  /** Sends the command; the key in the headers makes a repetition harmless. */
  send: (input: I, headers: ReturnType<typeof withKey>) => Promise<A>;
  /** Optimistic update: changes cached data before the server answers, and returns a function that restores it. */
  optimistic?: (input: I) => (() => void) | undefined;
  /** Query keys to invalidate afterwards, whether the command succeeded or was refused. */
  invalidates?: QueryKey[];
  onSuccess?: (answer: A, input: I) => void;
  /** The message shown on success. */
  successMessage?: string;
  /** Handles a refusal and returns true; otherwise its reason is shown as a message. */
  onRefused?: (error: unknown, input: I) => boolean;
}

/** A command of a person: shown at once, undone if refused, with a message that people understand. The idempotency key stays
 *  the same until the command has succeeded, so that a second tap or a lost answer executes it only once. */
export function useCommand<I = void, A = unknown>(settings: CommandSettings<I, A>) {
  const key = useRef(newKey());
  return useMutation<A, unknown, I, (() => void) | undefined>({
    mutationFn: (input) => settings.send(input, withKey(key.current)),
    onMutate: (input) => settings.optimistic?.(input),
    onSuccess: (answer, input) => {
      key.current = newKey();
      if (settings.successMessage) showToast(settings.successMessage);
      settings.onSuccess?.(answer, input);
    },
    onError: (error, input, undo) => {
      undo?.();
      // The server stores the refusal under the key, so a changed input needs a new key. If the outcome is unknown, only the
      // same key may be sent again.
      if (!isOutOfReach(error)) key.current = newKey();
      if (!settings.onRefused?.(error, input)) showToast(reasonOf(error), 'error');
    },
    onSettled: () => {
      for (const queryKey of settings.invalidates ?? []) void client.invalidateQueries({ queryKey });
    },
  });
}
