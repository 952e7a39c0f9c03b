import { observable } from './observable';

export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'error';
  action?: { label: string; run: () => void };
}

let nextId = 1;
export const toasts = observable<Toast[]>([]);

const SECONDS = { good: 4, error: 9 };

/** Shows a message at the edge of the screen and announces it to screen readers; it disappears by itself. */
export function showToast(text: string, tone: Toast['tone'] = 'good', action?: Toast['action']): void {
  const id = nextId;
  nextId += 1;
  toasts.set([...toasts.get().slice(-2), { id, text, tone, action }]);
  setTimeout(() => dismissToast(id), SECONDS[tone] * 1_000);
}
export const dismissToast = (id: number): void => toasts.set(toasts.get().filter((one) => one.id !== id));
