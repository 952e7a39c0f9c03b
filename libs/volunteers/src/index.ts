export { volunteersContract } from './volunteers.contract.js';
export * from './volunteers.permissions.js';
export { SERVICE } from './volunteers.personal-data.js';
export { SERVICE_ENTRIES } from './volunteers.sql.js';
export { SkillMerged } from './volunteers.events.js';
export {
  LANGUAGE_CODES,
  LICENCE_CODES,
  type Language,
  type Licence,
  type Reach,
  type WeeklyWindow,
} from './profile-codes.js';
export {
  DEFAULT_VISIBILITY,
  VISIBILITY_POLICY,
  VisibilityRadius,
  VISIBILITY_AREAS,
  shownWithin,
  type VisibilityArea,
  type VisibilityPolicy,
  type VisibleArea,
} from './visibility-radius.js';
export { toToken } from './service/certificate.js';
export { WishServiceResponse, type WishServiceEntry } from './service/service.dto.js';
export { ServiceRecord, type Served } from './service/service-record.js';
export { homeOf, verdictOf, type RosterRow } from './roster/read-roster.js';
export { ROSTER_PARSER, Rosters } from './roster/rosters.js';
export type { parse as parseRoster } from './roster/roster.parser.js';
export { DEFAULT_SKILLS, SkillWords, categoriesBySkill, skillsOf } from './skills/skill-list.js';
export { IsSkill } from './skills/skills.dto.js';
export { Skills } from './skills/skills.js';
export { WeeklyWindowBody } from './volunteers.dto.js';
export { Volunteers, type VolunteerSnapshot } from './volunteers.js';
export { VolunteersHttpModule, VolunteersModule } from './volunteers.module.js';
