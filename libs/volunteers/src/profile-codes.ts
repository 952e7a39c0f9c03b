/** What people speak who need help here, and who help. */
export const LANGUAGES = {
  cantonese: { zh: '粤语', en: 'Cantonese' },
  mandarin: { zh: '普通话', en: 'Mandarin' },
  hakka: { zh: '客家话', en: 'Hakka' },
  teochew: { zh: '潮汕话', en: 'Teochew' },
  english: { zh: '英语', en: 'English' },
  sign: { zh: '手语', en: 'sign language' },
} as const;
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

/** How far from home somebody goes: no farther than the unit of that kind. */
export const REACHES = ['grid', 'community', 'town', 'district'] as const;
export type Reach = (typeof REACHES)[number];

/** A part of every week, in minutes of the Shanghai day. */
export interface WeeklyWindow {
  /** 1: Monday … 7: Sunday. */
  weekday: number;
  fromMin: number;
  untilMin: number;
}

/** Work that only a licensed person may do (志愿服务条例, art. 13–19: professional tasks need the licence). */
export const LICENCES = {
  electrician: { zh: '电工证', en: 'electrician' },
  gas_fitter: { zh: '燃气作业证', en: 'gas fitter' },
  lawyer: { zh: '律师执业证', en: 'lawyer' },
  doctor: { zh: '医师执业证', en: 'doctor' },
  nurse: { zh: '护士执业证', en: 'nurse' },
  driver: { zh: '驾驶证', en: 'driver' },
  teacher: { zh: '教师资格证', en: 'teacher' },
} as const;
export type Licence = keyof typeof LICENCES;
export const LICENCE_CODES = Object.keys(LICENCES) as Licence[];
