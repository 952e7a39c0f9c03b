import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { feedPages } from '../mobile/volunteer/feed-pages';
import { publicFiguresQuery } from '../public/figures';
import { endlessQuery } from '../wish/endless-query';
import { page, search } from './page';
import { client } from './query-client';
import { BrokenPage, NoSuchPage, Root } from './root';
import { HOME_OF, areasOf, sessionQuery, type Area } from './session';

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
  ...page(() => import('../public/shell'), 'PublicShell', 'public'),
});
const everybody = [
  createRoute({
    getParentRoute: () => open,
    path: '/',
    ...page(() => import('../public/home'), 'HomePage', 'public'),
    ...search('unit'),
    beforeLoad: ({ search: { unit } }) => void client.prefetchQuery(publicFiguresQuery(unit)),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/wall',
    ...page(() => import('../public/wall'), 'WallPage', 'public'),
    ...search('unit', 'category'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/money',
    ...page(() => import('../public/money'), 'MoneyPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/book',
    ...page(() => import('../public/book'), 'BookPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/notices',
    ...page(() => import('../public/notices'), 'NoticesPage', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/join',
    ...page(() => import('../public/join'), 'JoinPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/follow',
    ...page(() => import('../public/follow'), 'FollowPage', 'public', 'events'),
    ...search('code'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/certificate',
    ...page(() => import('../public/certificate'), 'CertificatePage', 'public', 'service'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/start',
    ...page(() => import('../public/start'), 'StartPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/stop-recovery',
    ...page(() => import('../public/stop-recovery'), 'StopRecoveryPage', 'public'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/sign-in',
    ...page(() => import('../public/sign-in'), 'SignInPage', 'public'),
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
  ...page(() => import('../mobile/shell'), 'VolunteerShell', 'volunteer'),
});
const volunteers = [
  createRoute({
    getParentRoute: () => volunteer,
    path: '/feed',
    ...page(() => import('../mobile/volunteer/feed'), 'FeedPage', 'volunteer'),
    ...search('category', 'skill', 'unit', 'kind', 'urgency', 'by'),
    beforeLoad: ({ search: filters }) => void client.prefetchInfiniteQuery(endlessQuery(feedPages(filters))),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/wishes/$wishId',
    ...page(() => import('../mobile/volunteer/wish'), 'VolunteerWishPage', 'volunteer', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/claims',
    ...page(() => import('../mobile/volunteer/claims'), 'ClaimsPage', 'volunteer', 'claims'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/fulfil/$wishId',
    ...page(() => import('../mobile/volunteer/fulfil'), 'FulfilPage', 'claims', 'wish'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/profile',
    ...page(() => import('../mobile/volunteer/profile'), 'ProfilePage', 'volunteer', 'profile'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/service',
    ...page(() => import('../mobile/volunteer/service'), 'ServicePage', 'service'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/inbox',
    ...page(() => import('../mobile/account/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/notify',
    ...page(() => import('../mobile/account/notify'), 'NotifyPage', 'notify', 'account'),
  }),
  createRoute({
    getParentRoute: () => volunteer,
    path: '/me',
    ...page(() => import('../mobile/account/me'), 'MePage', 'account'),
  }),
];

// Grid workers
const grid = createRoute({
  getParentRoute: () => root,
  path: '/g',
  ...only('grid'),
  ...page(() => import('../mobile/shell'), 'GridShell', 'grid'),
});
const gridWorkers = [
  createRoute({
    getParentRoute: () => grid,
    path: '/today',
    ...page(() => import('../mobile/grid/today'), 'TodayPage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/new',
    ...page(() => import('../mobile/grid/new-wish'), 'NewWishPage', 'grid', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/queue',
    ...page(() => import('../mobile/grid/queue'), 'QueuePage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes',
    ...page(() => import('../mobile/grid/wishes'), 'GridWishesPage', 'grid'),
    ...search('status'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId',
    ...page(() => import('../mobile/grid/wish'), 'GridWishPage', 'grid', 'spend', 'events', 'wish', 'privacy'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/data-requests/$requestId',
    ...page(() => import('../mobile/grid/data-request'), 'GridDataRequestPage', 'grid', 'privacy'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/spend/$spendRequestId',
    ...page(() => import('../mobile/grid/spend'), 'GridSpendPage', 'grid', 'spend'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId/visit',
    ...page(() => import('../mobile/grid/visit'), 'VisitPage', 'grid', 'resident'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/wishes/$wishId/card',
    ...page(() => import('../mobile/grid/wish-card'), 'WishCardPage', 'grid'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/inbox',
    ...page(() => import('../mobile/account/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/notify',
    ...page(() => import('../mobile/account/notify'), 'NotifyPage', 'notify', 'account'),
  }),
  createRoute({
    getParentRoute: () => grid,
    path: '/me',
    ...page(() => import('../mobile/account/me'), 'MePage', 'account'),
  }),
];

// Residents
const resident = createRoute({
  getParentRoute: () => root,
  path: '/r',
  ...only('resident'),
  ...page(() => import('../mobile/shell'), 'ResidentShell', 'resident'),
});
const residents = [
  createRoute({
    getParentRoute: () => resident,
    path: '/wishes',
    ...page(() => import('../mobile/resident/wishes'), 'OwnWishesPage', 'resident'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/new',
    ...page(() => import('../mobile/resident/new-wish'), 'AskPage', 'resident', 'grid', 'profile', 'wish'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/wishes/$wishId',
    ...page(() => import('../mobile/resident/wish'), 'OwnWishPage', 'resident', 'events'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/inbox',
    ...page(() => import('../mobile/account/inbox'), 'InboxPage', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/notify',
    ...page(() => import('../mobile/account/notify'), 'NotifyPage', 'notify', 'account'),
  }),
  createRoute({
    getParentRoute: () => resident,
    path: '/me',
    ...page(() => import('../mobile/account/me'), 'MePage', 'account'),
  }),
];

// Offices
const desk = createRoute({
  getParentRoute: () => root,
  path: '/c',
  ...only('console'),
  ...page(() => import('../console/shell'), 'ConsoleShell', 'office', 'account'),
});
const offices = [
  createRoute({
    getParentRoute: () => desk,
    path: '/desk',
    ...page(() => import('../console/desk'), 'DeskPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/wishes',
    ...page(() => import('../console/wishes'), 'WishesPage', 'office'),
    ...search('status', 'unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/wishes/$wishId',
    ...page(() => import('../console/wish'), 'WishPage', 'office', 'spend', 'plan', 'events', 'wish', 'privacy'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend',
    ...page(() => import('../console/spend-list'), 'SpendListPage', 'office', 'spend'),
    ...search('status', 'view'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend/$spendRequestId',
    ...page(() => import('../console/spend'), 'SpendPage', 'office', 'spend'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/fund',
    ...page(() => import('../console/fund'), 'FundPage', 'office', 'public', 'spend'),
    ...search('unit', 'year'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/overview',
    ...page(() => import('../console/overview'), 'OverviewPage', 'office', 'public'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/plans',
    ...page(() => import('../console/plans'), 'PlansPage', 'plan', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/radar',
    ...page(() => import('../console/radar'), 'RadarPage', 'plan', 'office', 'spend'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/groups',
    ...page(() => import('../console/groups'), 'GroupsPage', 'roster', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/groups/$groupId',
    ...page(() => import('../console/group'), 'GroupPage', 'roster', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/rosters',
    ...page(() => import('../console/rosters'), 'RostersPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/rosters/$rosterId',
    ...page(() => import('../console/roster'), 'RosterPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/skills',
    ...page(() => import('../console/skills'), 'SkillsPage', 'skills', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/match-rules',
    ...page(() => import('../console/match-rules'), 'MatchRulesPage', 'plan', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/plans/$planId',
    ...page(() => import('../console/plan'), 'PlanPage', 'plan', 'office'),
    ...search('only'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/people',
    ...page(() => import('../console/people'), 'PeoplePage', 'office', 'roster'),
    ...search('only'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/imports',
    ...page(() => import('../console/imports'), 'ImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/imports/$importId',
    ...page(() => import('../console/import'), 'WishImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/exports',
    ...page(() => import('../console/exports'), 'ExportsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/units',
    ...page(() => import('../console/units'), 'UnitsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/unit-imports',
    ...page(() => import('../console/unit-imports'), 'UnitImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/unit-imports/$unitImportId',
    ...page(() => import('../console/unit-import'), 'UnitImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/staff-imports',
    ...page(() => import('../console/staff-imports'), 'StaffImportsPage', 'imports', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/staff-imports/$staffImportId',
    ...page(() => import('../console/staff-import'), 'StaffImportPage', 'imports', 'office'),
    ...search('verdict'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/deadlines',
    ...page(() => import('../console/deadlines'), 'DeadlinesPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/retention',
    ...page(() => import('../console/retention'), 'RetentionPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/data-requests',
    ...page(() => import('../console/data-requests'), 'DataRequestsPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/data-requests/$requestId',
    ...page(() => import('../console/data-requests'), 'DataRequestPage', 'privacy', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/spend-policy',
    ...page(() => import('../console/spend-policy'), 'SpendPolicyPage', 'policy', 'spend', 'office'),
    ...search('draft'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/audit',
    ...page(() => import('../console/audit'), 'AuditPage', 'office', 'events'),
    ...search('name', 'subject'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/bank',
    ...page(() => import('../console/bank'), 'BankPage', 'imports', 'office'),
    ...search('unit'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/delegations',
    ...page(() => import('../console/delegations'), 'DelegationsPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/queues',
    ...page(() => import('../console/queues'), 'QueuesPage', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/inbox',
    ...page(() => import('../console/inbox'), 'ConsoleInboxPage', 'office', 'inbox'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/channels',
    ...page(() => import('../console/channels'), 'ChannelsPage', 'notify', 'office'),
    ...search('status'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/templates',
    ...page(() => import('../console/templates'), 'TemplatesPage', 'notify', 'office'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/notify',
    ...page(() => import('../mobile/account/notify'), 'NotifyPage', 'notify', 'account'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/me',
    ...page(() => import('../mobile/account/me'), 'MePage', 'account'),
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
