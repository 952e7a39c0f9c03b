import { useSyncExternalStore } from 'react';
import { observable } from './observable';

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
const look = observable(read());

function read(): Look {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>) };
  } catch {
    return DEFAULTS;
  }
}

const prefersDark = (): boolean => window.matchMedia('(prefers-color-scheme: dark)').matches;
export const isDark = ({ theme }: Look): boolean => theme === 'dark' || (theme === 'auto' && prefersDark());

/** A person's display preferences, stored on this device: language, light or dark, text size. */
export const preferences = {
  ...look,
  set(change: Partial<Look>): void {
    const next = { ...look.get(), ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // A private window stores nothing; the choice holds until it is closed.
    }
    show(next);
  },
};

function show(next: Look): void {
  const root = document.documentElement;
  root.dataset.theme = isDark(next) ? 'dark' : 'light';
  root.dataset.text = next.text;
  root.lang = next.language === 'en' ? 'en' : 'zh-CN';
  look.set(next);
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', () => show({ ...look.get() }));
show(look.get());

export const useLook = (): Look => useSyncExternalStore(look.subscribe, look.get);
