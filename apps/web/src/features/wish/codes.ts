import type common from '../../locales/zh/common';
import type { WishStatus } from './wish-summary';

/** The codes that have words. The server defines which codes exist; the api client's types keep the two in agreement. */
type Codes<K extends 'category' | 'licence' | 'language'> = keyof (typeof common)[K];

export const CATEGORIES: readonly Codes<'category'>[] = [
  'living_goods',
  'school',
  'home_safety',
  'repairs',
  'company',
  'health',
  'legal',
  'jobs',
  'family_education',
  'digital',
  'errands',
  'neighbourhood',
  'festival',
  'workers',
];
export const LICENCES: readonly Codes<'licence'>[] = [
  'electrician',
  'gas_fitter',
  'lawyer',
  'doctor',
  'nurse',
  'driver',
  'teacher',
];

/** In the order of a wish's life, without drafts, which are private. */
export const SHOWN_STATUSES: readonly WishStatus[] = [
  'submitted',
  'returned',
  'verified',
  'open',
  'claimed',
  'in_progress',
  'fulfilled',
  'closed',
  'reopened',
  'transferred',
  'rejected',
  'cancelled',
  'merged',
];

export const LANGUAGES: readonly Codes<'language'>[] = ['cantonese', 'mandarin', 'hakka', 'teochew', 'english', 'sign'];
