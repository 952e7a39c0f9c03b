/** What volunteers are good at and wishes ask for. */
export const STRENGTHS = {
  electrical: { zh: '电工', en: 'electrical work' },
  plumbing: { zh: '水电维修', en: 'plumbing' },
  appliances: { zh: '家电维修', en: 'appliance repair' },
  fitting: { zh: '安装', en: 'fitting and mounting' },
  masonry: { zh: '泥瓦', en: 'masonry' },
  carpentry: { zh: '木工', en: 'carpentry' },
  locks: { zh: '开锁换锁', en: 'locks' },
  haircut: { zh: '理发', en: 'hair cutting' },
  tutoring: { zh: '课业辅导', en: 'tutoring' },
  phones: { zh: '手机辅导', en: 'phone lessons' },
  electronics: { zh: '电子维修', en: 'electronics repair' },
  company: { zh: '陪伴聊天', en: 'company' },
  escort: { zh: '陪诊取药', en: 'hospital escort' },
  driving: { zh: '驾驶接送', en: 'driving' },
  nursing: { zh: '护理', en: 'nursing' },
  legal: { zh: '法律咨询', en: 'legal advice' },
  policy: { zh: '政策咨询', en: 'policy advice' },
  jobs: { zh: '就业指导', en: 'job advice' },
  teaching: { zh: '宣讲培训', en: 'talks and training' },
  cooking: { zh: '做饭配送', en: 'cooking and delivery' },
  cleaning: { zh: '保洁', en: 'cleaning' },
  muscle: { zh: '体力', en: 'carrying' },
  photography: { zh: '摄影', en: 'photography' },
  events: { zh: '组织活动', en: 'organising events' },
} as const;
export type Strength = keyof typeof STRENGTHS;
export const STRENGTH_CODES = Object.keys(STRENGTHS) as Strength[];

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
