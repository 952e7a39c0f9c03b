/** The kinds of files that are imported row by row. */
export type ImportForm = 'wish' | 'roster' | 'unit' | 'staff';

/** The first part of the query keys of each kind. */
export const IMPORT_KEYS = {
  wish: 'imports',
  roster: 'rosters',
  unit: 'unit-imports',
  staff: 'staff-imports',
} as const satisfies Record<ImportForm, string>;

const ROUTES = {
  wish: {
    all: '/api/v1/wish-imports',
    one: '/api/v1/wish-imports/{importId}',
    reading: '/api/v1/wish-imports/{importId}/reading',
    commit: '/api/v1/wish-imports/{importId}/commit',
    takingBack: '/api/v1/wish-imports/{importId}/taking-back',
  },
  roster: {
    all: '/api/v1/volunteer-rosters',
    one: '/api/v1/volunteer-rosters/{rosterId}',
    reading: '/api/v1/volunteer-rosters/{rosterId}/reading',
    commit: '/api/v1/volunteer-rosters/{rosterId}/commit',
    takingBack: '/api/v1/volunteer-rosters/{rosterId}/taking-back',
  },
  unit: {
    all: '/api/v1/unit-imports',
    one: '/api/v1/unit-imports/{unitImportId}',
    reading: '/api/v1/unit-imports/{unitImportId}/reading',
    commit: '/api/v1/unit-imports/{unitImportId}/commit',
    takingBack: '/api/v1/unit-imports/{unitImportId}/taking-back',
  },
  staff: {
    all: '/api/v1/staff-imports',
    one: '/api/v1/staff-imports/{staffImportId}',
    reading: '/api/v1/staff-imports/{staffImportId}/reading',
    commit: '/api/v1/staff-imports/{staffImportId}/commit',
    takingBack: '/api/v1/staff-imports/{staffImportId}/taking-back',
  },
} as const;

/** The routes of a kind. All kinds have the same requests and responses, so one type stands for all. */
export const importRoutes = (form: ImportForm): (typeof ROUTES)['wish'] => ROUTES[form] as (typeof ROUTES)['wish'];

/** The id under each of its parameter names in the routes. */
export const importPath = (id: string): Record<'importId' | 'rosterId' | 'unitImportId' | 'staffImportId', string> => ({
  importId: id,
  rosterId: id,
  unitImportId: id,
  staffImportId: id,
});
