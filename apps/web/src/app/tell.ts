import { observable } from './observable';

export interface Told {
  id: number;
  text: string;
  tone: 'good' | 'fault';
  action?: { label: string; run: () => void };
}

let nextId = 1;
export const toldStore = observable<Told[]>([]);

const SECONDS = { good: 4, fault: 9 };

/** Shows a message at the edge of the screen and announces it to screen readers; it disappears by itself. */
export function tell(text: string, tone: Told['tone'] = 'good', action?: Told['action']): void {
  const id = nextId;
  nextId += 1;
  toldStore.set([...toldStore.get().slice(-2), { id, text, tone, action }]);
  setTimeout(() => unTell(id), SECONDS[tone] * 1_000);
}
export const unTell = (id: number): void => toldStore.set(toldStore.get().filter((one) => one.id !== id));
