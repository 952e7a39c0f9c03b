import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, isOutOfReach, type Schemas } from './api';
import { observable } from './observable';
import { client } from './query-client';

/** `lacksSecondFactor`: the person may not sign or pay until a second factor is set up. */
export type Person = Schemas['PersonResponse'] &
  Pick<Schemas['SessionStateResponse'], 'permissions'> & { lacksSecondFactor?: boolean };
type PermissionName = Schemas['PermissionName'];
export type Role = Person['roles'][number]['role'];

/** The four areas. Each has its own screens, which other areas do not download. */
export type Area = 'volunteer' | 'grid' | 'resident' | 'console';

const AREA_OF: Record<Role, Area> = {
  volunteer: 'volunteer',
  grid_worker: 'grid',
  grid_leader: 'grid',
  resident: 'resident',
  community_secretary: 'console',
  community_director: 'console',
  supervision_committee: 'console',
  town_officer: 'console',
  district_officer: 'console',
  finance_clerk: 'console',
  auditor: 'console',
  administrator: 'console',
};
export const HOME_OF: Record<Area, string> = {
  volunteer: '/v/feed',
  grid: '/g/today',
  resident: '/r/wishes',
  console: '/c/desk',
};

/** Roles that are not confirmed yet open no area. */
export const areasOf = (person: Person | null | undefined): Area[] => [
  ...new Set((person?.roles ?? []).filter(({ isPending }) => !isPending).map(({ role }) => AREA_OF[role])),
];

/** The units whose roles give the person a permission; it holds there and below. */
export const unitsWith = (person: Person | null | undefined, permission: PermissionName): string[] =>
  person?.permissions.find(({ name }) => name === permission)?.unitIds ?? [];
/** Whether the person holds a permission in some unit; the server checks again in which. */
export const may = (person: Person | null | undefined, permission: PermissionName): boolean =>
  unitsWith(person, permission).length > 0;

const KEPT = 'mw.person';

/** Remembers the last signed-in person on this device, without name and telephone: enough to work without a signal. */
const kept = {
  read(): Person | null {
    try {
      const person = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Person | null;
      // An earlier release kept no permissions.
      return person && { ...person, permissions: person.permissions ?? [] };
    } catch {
      return null;
    }
  },
  write(person: Person | null): void {
    try {
      if (person) localStorage.setItem(KEPT, JSON.stringify({ ...person, name: '', phone: '' }));
      else localStorage.removeItem(KEPT);
    } catch {
      // A private window stores nothing: without a signal the person has to sign in again.
    }
  },
};

async function whoAmI(): Promise<Person | null> {
  try {
    const { person, permissions, lacksSecondFactor } = await api.GET('/api/v1/session');
    if (person) kept.write({ ...person, permissions });
    return person && { ...person, permissions, lacksSecondFactor };
  } catch (error) {
    const last = kept.read();
    if (isOutOfReach(error) && last) return last;
    throw error;
  }
}

/** null: no one is signed in. Without a signal it is the person who signed in last. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: whoAmI,
  staleTime: 60_000,
  retry: false,
});

export const useSession = (): Person | null => useQuery(sessionQuery).data ?? null;

export async function signIn(body: Schemas['SignInBody']): Promise<Person | null> {
  await api.POST('/api/v1/sessions', { body });
  sessionState.set('open');
  return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Ends the session and deletes all personal data on this device. The caller has to leave the page afterwards. */
export async function signOut(): Promise<void> {
  const { wipeDevice } = await import('./offline/store');
  await wipeDevice();
  kept.write(null);
  await api.DELETE('/api/v1/sessions/current').catch(() => undefined); // otherwise it expires by itself
}

/** `expired`: the server no longer accepts the session. The screen stays as it is; a dialog asks for the password. */
export const sessionState = observable<'open' | 'expired'>('open');
