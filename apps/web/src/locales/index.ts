import i18next from 'i18next';
import type { Language } from '../core/preferences';
import type account from './zh/account';
import type claims from './zh/claims';
import type common from './zh/common';
import type events from './zh/events';
import type grid from './zh/grid';
import type imports from './zh/imports';
import type inbox from './zh/inbox';
import type notify from './zh/notify';
import type office from './zh/office';
import type plan from './zh/plan';
import type policy from './zh/policy';
import type privacy from './zh/privacy';
import type profile from './zh/profile';
import type publicWords from './zh/public';
import type resident from './zh/resident';
import type roster from './zh/roster';
import type service from './zh/service';
import type spend from './zh/spend';
import type skills from './zh/skills';
import type volunteer from './zh/volunteer';
import type wish from './zh/wish';

/** Chinese comes first: its words are the keys that exist. A key used and not written fails the type check. */
export interface Words {
  common: typeof common;
  volunteer: typeof volunteer;
  wish: typeof wish;
  events: typeof events;
  grid: typeof grid;
  resident: typeof resident;
  office: typeof office;
  spend: typeof spend;
  skills: typeof skills;
  plan: typeof plan;
  policy: typeof policy;
  claims: typeof claims;
  imports: typeof imports;
  inbox: typeof inbox;
  notify: typeof notify;
  roster: typeof roster;
  service: typeof service;
  privacy: typeof privacy;
  profile: typeof profile;
  public: typeof publicWords;
  account: typeof account;
}
export type Namespace = keyof Words;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Words;
    returnNull: false;
  }
}

/** What the other language must have: the same keys, and a singular beside every plural. */
export type Mirror<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends readonly string[] ? string[] : Mirror<T[K]>;
} & { [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_one` : never]: string };

const files = import.meta.glob<{ default: Record<string, unknown> }>('./{zh,en}/*.ts');

/** Starts with one language and the words that every screen needs; the others come with their screens. */
export async function startWords(language: Language): Promise<void> {
  await i18next
    .use({
      type: 'backend' as const,
      // Without a callback the answer is a promise.
      read: async (lng: string, ns: string): Promise<Record<string, unknown>> =>
        (await files[`./${lng}/${ns}.ts`]?.())?.default ?? {},
    })
    .init({
      lng: language,
      supportedLngs: ['zh', 'en'],
      load: 'languageOnly',
      fallbackLng: false,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    });
}

export const loadWords = (...namespaces: Namespace[]): Promise<void> => i18next.loadNamespaces(namespaces);
