/** Languages of residents and volunteers here. */
export const LANGUAGE_CODES = ['cantonese', 'mandarin', 'hakka', 'teochew', 'english', 'sign'] as const;
export type Language = (typeof LANGUAGE_CODES)[number];

/** How far from home a volunteer goes: no farther than their unit of this level. */
export const REACHES = ['grid', 'community', 'town', 'district'] as const;
export type Reach = (typeof REACHES)[number];

/** A weekly time window, in minutes of the Shanghai day. */
export interface WeeklyWindow {
  /** 1: Monday … 7: Sunday. */
  weekday: number;
  fromMin: number;
  untilMin: number;
}

/** Work that only a licensed person may do (志愿服务条例, art. 13–19: professional tasks need the licence). */
export const LICENCE_CODES = ['electrician', 'gas_fitter', 'lawyer', 'doctor', 'nurse', 'driver', 'teacher'] as const;
export type Licence = (typeof LICENCE_CODES)[number];
