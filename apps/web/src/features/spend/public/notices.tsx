import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { useSession } from '../../../core/session';
import { Button, ButtonLink, Empty, Facts, Money, Tag } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { ReasonSheet } from '../../../ui/reason-sheet';
import { UnitField } from '../../wish/public/public-wishes';

type PublicNotice = Schemas['PublicNotice'];

/** Decisions on public notice: purpose, signers, and how to object. */
export function NoticesPage(): ReactElement {
  const { t } = useTranslation('public');
  const { unit } = useSearch({ from: '/open/notices' });
  const navigate = useNavigate();
  const [objecting, setObjecting] = useState<PublicNotice>();
  // The list may be a minute old; people who have just objected see at once that their objection counts.
  const [objected, setObjected] = useState<readonly string[]>([]);
  return (
    <>
      <div className="stack-tight">
        <h1 className="title">{t('notices.title')}</h1>
        <p className="soft">{t('notices.lead')}</p>
      </div>
      <UnitField
        value={unit}
        onChange={(next) => void navigate({ to: '/notices', search: { unit: next }, replace: true })}
      />
      <EndlessList
        queryKey={['public', 'notices', unit ?? 'all']}
        load={(cursor) => api.GET('/api/v1/public/notices', { params: { query: { limit: 30, cursor, unitId: unit } } })}
        empty={
          <Empty icon="check" title={t('notices.empty')}>
            <p className="soft">{t('notices.emptyHint')}</p>
          </Empty>
        }
      >
        {(notice) => (
          <Notice
            notice={objected.includes(notice.id) ? { ...notice, noticeUntil: null } : notice}
            hasObjected={objected.includes(notice.id)}
            onObject={() => setObjecting(notice)}
          />
        )}
      </EndlessList>
      {objecting && (
        <ReasonSheet
          title={t('notices.object')}
          label={t('notices.what')}
          hint={t('notices.hint')}
          most={500}
          draft={`object-${objecting.id}`}
          says={t('notices.objected')}
          touches={[]}
          send={async (text, headers) => {
            await api.POST('/api/v1/spend-requests/{spendRequestId}/objections', {
              params: { path: { spendRequestId: objecting.id } },
              headers,
              body: { text },
            });
            setObjected([...objected, objecting.id]);
          }}
          onClose={() => setObjecting(undefined)}
        />
      )}
    </>
  );
}

function Notice({
  notice,
  hasObjected,
  onObject,
}: {
  notice: PublicNotice;
  hasObjected: boolean;
  onObject: () => void;
}): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const { time, day, list } = useFormat();
  const person = useSession();
  return (
    <article className="card stack">
      <div className="between">
        <h2 className="heading grow">{notice.purpose}</h2>
        <p className="strong">
          <Money fen={notice.amountFen} />
        </p>
      </div>
      <div className="row">
        <Tag tone={notice.noticeUntil ? 'blue' : 'amber'} icon="clock">
          {notice.noticeUntil ? t('notices.until', { time: time(notice.noticeUntil) }) : t('notices.stopped')}
        </Tag>
        {notice.isUrgent && <Tag tone="red">{t('notices.urgent')}</Tag>}
      </div>
      <Facts
        items={[
          [t('money.community'), notice.unitName],
          [t('money.payee'), notice.payee ?? t('money.privatePerson')],
          [t('notices.coFunded'), notice.coFundedFen > 0 && <Money key="f" fen={notice.coFundedFen} />],
          [t('notices.signers'), list(notice.signers.map((role) => words(`role.${role}`)))],
          [t('notices.from'), day(notice.noticeFrom)],
        ]}
      />
      {notice.objections.map((objection) => (
        <div key={objection.raisedAt} className="note stack-tight">
          <p>
            {t(
              objection.isUpheld === null
                ? 'notices.waits'
                : objection.isUpheld
                  ? 'notices.upheld'
                  : 'notices.dismissed',
              { day: day(objection.raisedAt) },
            )}
          </p>
          {objection.answer && <p className="prose">{objection.answer}</p>}
        </div>
      ))}
      {hasObjected ? (
        <p className="note">{t('notices.objected')}</p>
      ) : person ? (
        <div>
          <Button onClick={onObject}>{t('notices.object')}</Button>
        </div>
      ) : (
        <div className="row">
          <ButtonLink to="/sign-in" search={{ next: `/notices?unit=${notice.unitId}` }}>
            {t('notices.signIn')}
          </ButtonLink>
          <p className="small soft">{t('notices.byPhone')}</p>
        </div>
      )}
    </article>
  );
}
