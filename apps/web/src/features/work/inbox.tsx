import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { client } from '../../core/query-client';
import { Button, Choice, Empty, When } from '../../ui';
import type { Page } from '../../core/endless-query';
import { EndlessList } from '../../ui/endless-list';
import { Screen } from '../../frames/phone';

type Item = Schemas['InboxItemResponse'];
type Box = 'inbox' | 'unread' | 'archive';
const BOXES: readonly Box[] = ['inbox', 'unread', 'archive'];

/** The target of a message: the wish in the reader's area. */
const PLACES: Record<string, '/v/wishes/$wishId' | '/g/wishes/$wishId' | '/r/wishes/$wishId' | '/c/wishes/$wishId'> = {
  v: '/v/wishes/$wishId',
  g: '/g/wishes/$wishId',
  r: '/r/wishes/$wishId',
  c: '/c/wishes/$wishId',
};

/** The target of a message without a wish: the reader's own account, or a stopped recovery of a person below. */
const OWN_ACCOUNT: Record<string, '/v/me' | '/g/me' | '/r/me' | '/c/me'> = {
  v: '/v/me',
  g: '/g/me',
  r: '/r/me',
  c: '/c/me',
};
function placeOf({ kind, wishId }: Item, area: string): LinkProps {
  if (kind === 'RecoveryStoppedBelow') return { to: '/c/people', search: { only: 'recovering' } };
  if (wishId === null) return { to: OWN_ACCOUNT[area] ?? '/v/me', hash: 'security' };
  if (kind === 'VolunteerInvited') return { to: '/v/claims' };
  return { to: PLACES[area] ?? '/v/wishes/$wishId', params: { wishId } };
}

/** Changes an item in every cached page of the inbox, and returns a function that restores it. */
function expectChange(id: string, change: (item: Item) => Item | undefined): () => void {
  const kept = client.getQueriesData<{ pages: Page<Item>[]; pageParams: unknown[] }>({ queryKey: ['inbox', 'pages'] });
  for (const [key, data] of kept) {
    if (!data) continue;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) => (item.id === id ? (change(item) ?? []) : item)),
    }));
    client.setQueryData(key, { ...data, pages });
  }
  return () => {
    for (const [key, data] of kept) client.setQueryData(key, data);
  };
}

export function InboxPage(): ReactElement {
  const { t } = useTranslation();
  return (
    <Screen title={t('tab.inbox')}>
      <InboxList />
    </Screen>
  );
}

/** The reader's messages. Reading and archiving show at once and are undone if refused. */
export function InboxList(): ReactElement {
  const { t } = useTranslation('inbox');
  const { t: words } = useTranslation();
  const [box, setBox] = useState<Box>('inbox');
  const area = useLocation().pathname.split('/')[1] ?? 'v';
  const read = useCommand<string>({
    send: (notificationId) =>
      api.POST('/api/v1/inbox/{notificationId}/reading', { params: { path: { notificationId } } }),
    optimistic: (id) => expectChange(id, (item) => ({ ...item, readAt: new Date().toISOString() })),
    invalidates: [['inbox']],
  });
  const archive = useCommand<string>({
    send: (notificationId) =>
      api.POST('/api/v1/inbox/{notificationId}/archiving', { params: { path: { notificationId } } }),
    optimistic: (id) => expectChange(id, () => undefined),
    invalidates: [['inbox']],
    successMessage: t('archived'),
  });
  const readAll = useCommand({ send: () => api.POST('/api/v1/inbox/reading'), invalidates: [['inbox']] });
  return (
    <>
      <div className="row">
        <Choice
          label={words('tab.inbox')}
          hideLabel
          value={box}
          onChange={setBox}
          options={BOXES.map((value) => ({ value, label: t(`boxes.${value}`) }))}
        />
        <Button variant="bare" onClick={() => readAll.mutate()}>
          {t('readAll')}
        </Button>
      </div>
      <EndlessList
        queryKey={['inbox', 'pages', box]}
        load={(cursor) => api.GET('/api/v1/inbox', { params: { query: { limit: 20, cursor, box } } })}
        empty={
          <Empty icon="bell" title={t('empty')}>
            <p className="soft">{t('emptyHint')}</p>
          </Empty>
        }
      >
        {(item) => (
          <div className="card between">
            <Link
              {...placeOf(item, area)}
              className="plain-link grow"
              onClick={() => !item.readAt && read.mutate(item.id)}
            >
              <p className={item.readAt ? undefined : 'strong'}>
                {!item.readAt && <span className="dot" aria-hidden="true" />}
                {!item.readAt && <span className="hidden">{words('inbox.unread')}：</span>}
                {item.title}
              </p>
              <p className="small soft">
                <When at={item.createdAt} />
              </p>
            </Link>
            {!item.archivedAt && (
              <Button variant="bare" onClick={() => archive.mutate(item.id)}>
                {t('archive')}
              </Button>
            )}
          </div>
        )}
      </EndlessList>
    </>
  );
}
