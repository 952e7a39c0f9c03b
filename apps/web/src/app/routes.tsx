import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { feedPages } from '../features/matching/volunteer/feed-pages';
import { publicFiguresQuery } from '../features/oversight/public/figures';
import { endlessQuery } from '../core/endless-query';
import { page, search } from '../core/page';
import { client } from '../core/query-client';
import { BrokenPage, NoSuchPage, Root } from './root';
import { HOME_OF, areasOf, sessionQuery, type Area } from '../core/session';

/** The route tree: every address, who may open it, and what is loaded for it. On entry pages the data is requested while the
 *  screen loads (`beforeLoad`). */

const root = createRootRoute({ component: Root, notFoundComponent: NoSuchPage });

/** Admits people who work in the area. Others are redirected to their own area; strangers sign in first and come back. */
const only = (area: Area) => ({
  beforeLoad: async ({ location }: { location: { href: string } }): Promise<void> => {
    const person = await client.ensureQueryData(sessionQuery);
    // eslint-disable-next-line typescript/only-throw-error
    if (!person) throw redirect({ to: '/sign-in', search: { next: location.href } });
    const areas = areasOf(person);
    // eslint-disable-next-line typescript/only-throw-error
    if (!areas.includes(area)) throw redirect({ to: HOME_OF[areas[0] ?? 'resident'] });
  },
});

// Public pages
const open = createRoute({
  getParentRoute: () => root,
  id: 'open',
  ...page(() => import('../frames/public'), 'PublicShell', 'public'),
});
const everybody = [
  createRoute({
    getParentRoute: () => open,
    path: '/',
    ...page(() => import('../features/oversight/public/home'), 'HomePage', 'public'),
    ...search('unit'),
    beforeLoad: ({ search: { unit } }) => void client.prefetchQuery(publicFiguresQuery(unit)),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/wall',
    ...page(() => import('../features/wish/public/public-wishes'), 'PublicWishesPage', 'public'),
    ...search('unit', 'category'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/money',
    ...page(() => import('../features/spend/public/money'), 'MoneyPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/book',
    ...page(() => import('../features/fund/public/book'), 'BookPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/notices',
    ...page(() => import('../features/spend/public/notices'), 'NoticesPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/join',
    ...page(() => import('../features/people/public/volunteer-signup'), 'VolunteerSignupPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/follow',
    ...page(() => import('../features/wish/public/track-wish'), 'TrackWishPage', 'public', 'events'),
    ...search('code'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/certificate',
    ...page(() => import('../features/people/public/certificate'), 'CertificatePage', 'public', 'service'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/start',
    ...page(() => import('../features/account/public/set-password'), 'SetPasswordPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/stop-recovery',
    ...page(() => import('../features/account/public/stop-recovery'), 'StopRecoveryPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/sign-in',
    ...page(() => import('../features/account/public/sign-in'), 'SignInPage', 'public'),
    ...search('next'),
  }),
];

// The start of an installed application and the target after signing in: redirects to the first area.
const app = createRoute({
  getParentRoute: () => root,
  path: '/app',
  beforeLoad: async () => {
    const person = await client.ensureQueryData(sessionQuery);
    // eslint-disable-next-line typescript/only-throw-error
    throw redirect({ to: person ? HOME_OF[areasOf(person)[0] ?? 'resident'] : '/sign-in' });
  },
});

// Volunteers
const volunteer = createRoute({
  getParentRoute: () => root,
  path: '/v',
  ...only('volunteer'),
  ...page(() => import('../frames/phone'), 'VolunteerShell', 'volunteer'),
});
const volunteers = [
  createRoute({
    getParentRoute: () => volunteer,
    path: '/feed',
    ...page(() => import('../features/matching/volunteer/feed'), 'FeedPage', 'volunteer'),
    ...search('category', 'skill', 'unit', 'kind', 'urgency', 'by'),
    beforeLoad: ({ search: filters }) => void client.prefetchInfiniteQuery(endlessQuery(feedPages(filters))),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/wishes/$wishId',
    ...page(() => import('../features/wish/volunteer/wish'), 'VolunteerWishPage', 'volunteer', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/claims',
    ...page(() => import('../features/claim/volunteer/claims'), 'ClaimsPage', 'volunteer', 'claims'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/fulfil/$wishId',
    ...page(() => import('../features/claim/volunteer/fulfil'), 'FulfilPage', 'claims', 'wish'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/profile',
    ...page(() => import('../features/people/volunteer/profile'), 'ProfilePage', 'volunteer', 'profile'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/service',
    ...page(() => import('../features/people/volunteer/service'), 'ServicePage', 'service'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/inbox',
    ...page(() => import('../features/work/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/notify',
    ...page(
      () => import('../features/account/phone/notification-settings'),
      'NotificationSettingsPage',
      'notify',
      'account',
    ),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/me',
    ...page(() => import('../features/account/phone/me'), 'MePage', 'account'),
  }),
];

// Grid workers
const grid = createRoute({
  getParentRoute: () => root,
  path: '/g',
  ...only('grid'),
  ...page(() => import('../frames/phone'), 'GridShell', 'grid'),
});
const gridWorkers = [
  createRoute({
    getParentRoute: () => grid,
    path: '/today',
    ...page(() => import('../features/wish/grid/today'), 'TodayPage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/new',
    ...page(() => import('../features/wish/grid/new-wish'), 'NewWishPage', 'grid', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/queue',
    ...page(() => import('../features/wish/grid/unsent'), 'UnsentPage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes',
    ...page(() => import('../features/wish/grid/wishes'), 'GridWishesPage', 'grid'),
    ...search('status'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId',
    ...page(() => import('../features/wish/grid/wish'), 'GridWishPage', 'grid', 'spend', 'events', 'wish', 'privacy'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/data-requests/$requestId',
    ...page(() => import('../features/people/grid/data-request'), 'GridDataRequestPage', 'grid', 'privacy'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/spend/$spendRequestId',
    ...page(() => import('../features/spend/grid/spend'), 'GridSpendPage', 'grid', 'spend'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId/visit',
    ...page(() => import('../features/wish/grid/visit'), 'VisitPage', 'grid', 'resident'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId/card',
    ...page(() => import('../features/wish/grid/wish-card'), 'WishCardPage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/inbox',
    ...page(() => import('../features/work/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/notify',
    ...page(
      () => import('../features/account/phone/notification-settings'),
      'NotificationSettingsPage',
      'notify',
      'account',
    ),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/me',
    ...page(() => import('../features/account/phone/me'), 'MePage', 'account'),
  }),
];

// Residents
const resident = createRoute({
  getParentRoute: () => root,
  path: '/r',
  ...only('resident'),
  ...page(() => import('../frames/phone'), 'ResidentShell', 'resident'),
});
const residents = [
  createRoute({
    getParentRoute: () => resident,
    path: '/wishes',
    ...page(() => import('../features/wish/resident/wishes'), 'OwnWishesPage', 'resident'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/new',
    ...page(() => import('../features/wish/resident/new-wish'), 'AskPage', 'resident', 'grid', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/wishes/$wishId',
    ...page(() => import('../features/wish/resident/wish'), 'OwnWishPage', 'resident', 'events'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/inbox',
    ...page(() => import('../features/work/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/notify',
    ...page(
      () => import('../features/account/phone/notification-settings'),
      'NotificationSettingsPage',
      'notify',
      'account',
    ),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/me',
    ...page(() => import('../features/account/phone/me'), 'MePage', 'account'),
  }),
];

// Offices
const desk = createRoute({
  getParentRoute: () => root,
  path: '/c',
  ...only('console'),
  ...page(() => import('../frames/desk'), 'ConsoleShell', 'office', 'account'),
});
const offices = [
  createRoute({
    getParentRoute: () => desk,
    path: '/desk',
    ...page(() => import('../features/work/desk/work-queue'), 'WorkQueuePage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/wishes',
    ...page(() => import('../features/wish/desk/wishes'), 'WishesPage', 'office'),
    ...search('status', 'unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/wishes/$wishId',
    ...page(
      () => import('../features/wish/desk/wish'),
      'WishPage',
      'office',
      'spend',
      'plan',
      'events',
      'wish',
      'privacy',
    ),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend',
    ...page(() => import('../features/spend/desk/spend-list'), 'SpendListPage', 'office', 'spend'),
    ...search('status', 'view'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend/$spendRequestId',
    ...page(() => import('../features/spend/desk/spend'), 'SpendPage', 'office', 'spend'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/fund',
    ...page(() => import('../features/fund/desk/fund'), 'FundPage', 'office', 'public', 'spend'),
    ...search('unit', 'year'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/overview',
    ...page(() => import('../features/oversight/desk/overview'), 'OverviewPage', 'office', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/plans',
    ...page(() => import('../features/matching/desk/plans'), 'PlansPage', 'plan', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/radar',
    ...page(() => import('../features/matching/desk/radar'), 'RadarPage', 'plan', 'office', 'spend'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/groups',
    ...page(() => import('../features/people/desk/groups'), 'GroupsPage', 'roster', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/groups/$groupId',
    ...page(() => import('../features/people/desk/group'), 'GroupPage', 'roster', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/rosters',
    ...page(() => import('../features/import/desk/rosters'), 'RostersPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/rosters/$rosterId',
    ...page(() => import('../features/import/desk/roster'), 'RosterPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/skills',
    ...page(() => import('../features/settings/desk/skills'), 'SkillsPage', 'skills', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/match-rules',
    ...page(() => import('../features/matching/desk/match-rules'), 'MatchRulesPage', 'plan', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/plans/$planId',
    ...page(() => import('../features/matching/desk/plan'), 'PlanPage', 'plan', 'office'),
    ...search('only'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/people',
    ...page(() => import('../features/people/desk/people'), 'PeoplePage', 'office', 'roster'),
    ...search('only'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/imports',
    ...page(() => import('../features/import/desk/wish-imports'), 'ImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/imports/$importId',
    ...page(() => import('../features/import/desk/wish-import'), 'WishImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/exports',
    ...page(() => import('../features/oversight/desk/exports'), 'ExportsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/units',
    ...page(() => import('../features/people/desk/units'), 'UnitsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/unit-imports',
    ...page(() => import('../features/import/desk/unit-imports'), 'UnitImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/unit-imports/$unitImportId',
    ...page(() => import('../features/import/desk/unit-import'), 'UnitImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/staff-imports',
    ...page(() => import('../features/import/desk/staff-imports'), 'StaffImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/staff-imports/$staffImportId',
    ...page(() => import('../features/import/desk/staff-import'), 'StaffImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/deadlines',
    ...page(() => import('../features/settings/desk/deadlines'), 'DeadlinesPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/retention',
    ...page(() => import('../features/settings/desk/retention'), 'RetentionPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/data-requests',
    ...page(() => import('../features/people/desk/data-requests'), 'DataRequestsPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/data-requests/$requestId',
    ...page(() => import('../features/people/desk/data-requests'), 'DataRequestPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend-policy',
    ...page(() => import('../features/spend/desk/spend-policy'), 'SpendPolicyPage', 'policy', 'spend', 'office'),
    ...search('draft'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/audit',
    ...page(() => import('../features/oversight/desk/audit'), 'AuditPage', 'office', 'events'),
    ...search('name', 'subject'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/bank',
    ...page(() => import('../features/bank/desk/bank'), 'BankPage', 'imports', 'office'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/delegations',
    ...page(() => import('../features/people/desk/delegations'), 'DelegationsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/queues',
    ...page(() => import('../features/oversight/desk/queues'), 'QueuesPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/inbox',
    ...page(() => import('../features/work/desk/inbox'), 'ConsoleInboxPage', 'office', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/channels',
    ...page(() => import('../features/settings/desk/channels'), 'ChannelsPage', 'notify', 'office'),
    ...search('status'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/templates',
    ...page(() => import('../features/settings/desk/templates'), 'TemplatesPage', 'notify', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/notify',
    ...page(
      () => import('../features/account/phone/notification-settings'),
      'NotificationSettingsPage',
      'notify',
      'account',
    ),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/me',
    ...page(() => import('../features/account/phone/me'), 'MePage', 'account'),
  }),
];

const routeTree = root.addChildren([
  open.addChildren(everybody),
  app,
  volunteer.addChildren(volunteers),
  grid.addChildren(gridWorkers),
  resident.addChildren(residents),
  desk.addChildren(offices),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
