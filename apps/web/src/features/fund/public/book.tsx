import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, isRefusal, reasonOf, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Icon } from '../../../ui/icons';
import { Button, Empty, Money, Tag } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { checkEntry, fingerprintOf } from './check-entry';
import { publicFiguresQuery } from '../../oversight/public/figures';
import { UnitField } from '../../wish/public/public-wishes';

type Line = Schemas['BookLineResponse'];
const FILES = '/api/v1/public/fund-book';

/** A community's fund book: every entry, and how anyone can check that no entry was changed. */
export function BookPage(): ReactElement {
  const { t } = useTranslation('public');
  const { unit } = useSearch({ from: '/open/book' });
  const navigate = useNavigate();
  const { data } = useQuery(publicFiguresQuery(unit));
  const { data: head } = useQuery({
    queryKey: ['public', 'book', 'head'],
    queryFn: async () => {
      const { items } = await api.GET('/api/v1/public/fund-book/heads', { params: { query: { limit: 1 } } });
      const [last] = items;
      return last ? { day: last.day, fingerprint: await fingerprintOf(last) } : null;
    },
  });
  const isCommunity = data?.unit.level === 'community';
  return (
    <>
      <div className="stack-tight">
        <h1 className="title">{t('book.title')}</h1>
        <p className="soft">{t('book.lead')}</p>
      </div>
      <UnitField
        value={unit}
        onChange={(next) => void navigate({ to: '/book', search: { unit: next }, replace: true })}
      />
      <details className="card">
        <summary className="heading">{t('book.yourself')}</summary>
        <ol className="numbered">
          <li>
            <p>{t('book.get')}</p>
            <ul className="row">
              {[
                ['book.jsonl', `${FILES}/book.jsonl${unit ? `?unitId=${unit}` : ''}`],
                ['heads.jsonl', `${FILES}/heads.jsonl`],
                ['verify-fund-book.mjs', `${FILES}/verify-fund-book.mjs`],
              ].map(([name, href]) => (
                <li key={name}>
                  <a className="button" href={href} download={name}>
                    <Icon name="download" />
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </li>
          <li>
            <p>{t('book.run')}</p>
            <pre className="command">{`node verify-fund-book.mjs book.jsonl heads.jsonl${isCommunity ? ` --only ${data.unit.code}` : ''}`}</pre>
          </li>
          <li>
            <p>{t('book.key')}</p>
            {head && <pre className="command">{head.fingerprint}</pre>}
          </li>
        </ol>
      </details>
      <p className="note">{head ? t('book.sealed', { day: head.day }) : t('book.unsealed')}</p>
      {isCommunity ? (
        <EndlessList
          queryKey={['public', 'book', unit]}
          load={(cursor) =>
            api.GET('/api/v1/public/fund-book/units/{unitId}/entries', {
              params: { path: { unitId: data.unit.unitId }, query: { limit: 30, cursor } },
            })
          }
          empty={
            <Empty icon="money" title={t('book.empty')}>
              <p className="soft">{t('book.emptyHint')}</p>
            </Empty>
          }
        >
          {(line) => <Entry line={line} />}
        </EndlessList>
      ) : (
        <Empty icon="money" title={t('book.choose')}>
          <p className="soft">{t('book.chooseHint')}</p>
        </Empty>
      )}
    </>
  );
}

function Entry({ line }: { line: Line }): ReactElement {
  const { t } = useTranslation('public');
  const { time } = useFormat();
  const check = useMutation({
    mutationFn: async () => {
      const path = { entryId: line.id };
      const proof = await api.GET('/api/v1/public/fund-book/entries/{entryId}/proof', { params: { path } });
      // Verifies the entry that this page shows, not the entry that came with the proof.
      return { ...(await checkEntry({ ...proof, entry: line })), on: JSON.parse(proof.head.body).day as string };
    },
  });
  return (
    <article className="card stack-tight">
      <div className="between">
        <p className="strong grow">
          {t('book.no', { no: line.no })} <Tag>{t(`book.kind.${line.kind}`)}</Tag>
        </p>
        <p className="strong">
          <Money fen={line.amountFen} />
        </p>
      </div>
      <p className="small soft">
        {`${t(`book.account.${line.from}`)} → ${t(`book.account.${line.to}`)} · ${t('book.year', { year: line.year })} · ${time(line.at)}`}
      </p>
      {check.data ? (
        <Result verdict={check.data} />
      ) : check.error ? (
        <p className="note note-warn" role="status">
          {isRefusal(check.error, 'NOT_FOUND') ? t('book.notYet') : reasonOf(check.error)}
        </p>
      ) : (
        <div>
          <Button icon="shield" isBusy={check.isPending} onClick={() => check.mutate()}>
            {t('book.check')}
          </Button>
        </div>
      )}
    </article>
  );
}

function Result({
  verdict: { entry, book, day, signature, on },
}: {
  verdict: Awaited<ReturnType<typeof checkEntry>> & { on: string };
}): ReactElement {
  const { t } = useTranslation('public');
  const holds = entry && book && day && signature !== false;
  const steps = [
    ['entry', entry],
    ['book', book],
    ['day', day],
    ['signature', signature],
  ] as const;
  return (
    <div className={holds ? 'note note-good stack-tight' : 'note note-stop stack-tight'} role="status">
      <p className="strong">{holds ? t('book.holds', { day: on }) : t('book.broken')}</p>
      <ul className="small">
        {steps.map(([name, held]) => (
          <li key={name}>{`${held === null ? '–' : held ? '✓' : '✗'} ${t(`book.step.${name}`)}`}</li>
        ))}
      </ul>
    </div>
  );
}
