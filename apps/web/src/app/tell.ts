export interface Told {
  id: number;
  text: string;
  tone: 'good' | 'fault';
  action?: { label: string; run: () => void };
}

let told: Told[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const change = (next: Told[]): void => {
  told = next;
  for (const listener of listeners) listener();
};

const SECONDS = { good: 4, fault: 9 };

/** Says something at the edge of the screen, and to screen readers; it goes by itself. */
export function tell(text: string, tone: Told['tone'] = 'good', action?: Told['action']): void {
  const id = nextId;
  nextId += 1;
  change([...told.slice(-2), { id, text, tone, action }]);
  setTimeout(() => unTell(id), SECONDS[tone] * 1_000);
}
export const unTell = (id: number): void => change(told.filter((one) => one.id !== id));
export const toldStore = {
  get: (): Told[] => told,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
