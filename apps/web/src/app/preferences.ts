import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';
export type Theme = 'auto' | 'light' | 'dark';
export type TextSize = 'normal' | 'large' | 'huge';

export interface Look {
  language: Language;
  theme: Theme;
  text: TextSize;
}

const KEY = 'mw.look';
const DEFAULTS: Look = { language: 'zh', theme: 'auto', text: 'normal' };
const listeners = new Set<() => void>();
let look: Look = read();

function read(): Look {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>) };
  } catch {
    return DEFAULTS;
  }
}

const prefersDark = (): boolean => window.matchMedia('(prefers-color-scheme: dark)').matches;
export const isDark = ({ theme }: Look): boolean => theme === 'dark' || (theme === 'auto' && prefersDark());

/** How a person wants to see things, kept on this device: language, light or dark, size of text. */
export const preferences = {
  get: (): Look => look,
  set(change: Partial<Look>): void {
    look = { ...look, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(look));
    } catch {
      // A private window keeps nothing; the choice holds until it is closed.
    }
    apply();
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function apply(): void {
  const root = document.documentElement;
  root.dataset.theme = isDark(look) ? 'dark' : 'light';
  root.dataset.text = look.text;
  root.lang = look.language === 'en' ? 'en' : 'zh-CN';
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', () => {
  look = { ...look };
  apply();
  for (const listener of listeners) listener();
});
apply();

export const useLook = (): Look => useSyncExternalStore(preferences.subscribe, preferences.get);
