import './spend.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { useFormat } from '../../core/format';
import { Button, Facts, Money, Tag, Wide } from '../../ui';
import { Papers } from './papers';
import { usePayeeText } from './payee';
import type { SpendDetail } from './queries';

/** What is requested: items, quotes, documents, and the payee. */
export function Asked({ request }: { request: SpendDetail }): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const { time, money, number } = useFormat();
  const payeeOf = usePayeeText();
  const papers = request.files.filter(({ purpose }) => purpose !== 'quote'); // quotes' files are shown beside the quotes
  return (
    <section className="card stack">
      <div className="between">
        <p className="spend-amount">
          <Money fen={request.amountFen} />
        </p>
        <div className="row">
          <Tag>{t(`kind.${request.kind}`)}</Tag>
          {request.version > 1 && <Tag>{t('version', { n: request.version })}</Tag>}
          {request.isUrgent && (
            <Tag tone="red" icon="warn">
              {t('urgent')}
            </Tag>
          )}
        </div>
      </div>
      <Wide>
        <table className="spend-items">
          <thead>
            <tr>
              <th>{t('form.item')}</th>
              <th className="right">{t('form.quantity')}</th>
              <th className="right">{t('form.price')}</th>
            </tr>
          </thead>
          <tbody>
            {request.items.map((item) => (
              <tr key={`${item.name}-${item.priceFen}`}>
                <td>{item.name}</td>
                <td className="right figures">{`${number(item.quantity)} ${item.unit}`}</td>
                <td className="right figures">{money(item.priceFen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <Facts
        items={[
          [words('field.purpose'), request.purpose],
          [words('field.payee'), payeeOf(request.payee)],
          [t('account'), request.payeeAccount && <Account key="k" request={request} />],
          [t('coFunded'), request.coFundedFen > 0 && <Money key="f" fen={request.coFundedFen} />],
          [t('form.justification'), request.justification],
          [t('relation'), request.payeeRelation],
          [t('request'), t('askedBy', { name: request.requestedByName, time: time(request.requestedAt) })],
          [
            t('status.approved'),
            request.year !== null &&
              request.decidedAt &&
              t('decidedBy', { name: request.decidedByName ?? '', time: time(request.decidedAt) }),
          ],
          [words('field.reason'), request.reason],
          [t('paidSoFar'), request.paidFen > 0 && <Money key="p" fen={request.paidFen} />],
          [t('released'), request.releasedFen > 0 && <Money key="r" fen={request.releasedFen} />],
          [t('refunded'), request.refundedFen > 0 && <Money key="b" fen={request.refundedFen} />],
        ]}
      />
      {request.quotes.length > 0 && (
        <div className="stack-tight">
          <h3 className="strong">{t('quotes')}</h3>
          <ul className="stack-tight spend-pairs">
            {request.quotes.map((quote) => (
              <li key={quote.supplier}>
                <span>{quote.supplier}</span>
                <Papers files={request.files.filter(({ id }) => id === quote.fileId)} isBare />
                <Money fen={quote.amountFen} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {papers.length > 0 && (
        <div className="stack-tight">
          <h3 className="strong">{t('papers.title')}</h3>
          <Papers files={papers} />
        </div>
      )}
      <p className="small soft">
        {request.policyVersion === 0 ? t('policyFirst') : t('policy', { n: request.policyVersion })}
      </p>
    </section>
  );
}

/** The payee's account: masked; the clerk can see it in full, and every such access is recorded. */
function Account({ request }: { request: SpendDetail }): ReactElement {
  const { t } = useTranslation('spend');
  const [shown, setShown] = useState<Schemas['PayeeAccountResponse']>();
  const show = useCommand<void, Schemas['PayeeAccountResponse']>({
    send: () =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/payee-account-views', {
        params: { path: { spendRequestId: request.id } },
        body: { reason: t('accountWhy') },
      }),
    onSuccess: setShown,
  });
  if (shown) return <span className="figures">{`${shown.holder} · ${shown.bank} · ${shown.number}`}</span>;
  return (
    <span className="stack-tight">
      <span className="figures">{request.payeeAccount}</span>
      {request.allowedSteps.includes('viewPayeeAccount') && (
        <span>
          <Button isBusy={show.isPending} onClick={() => show.mutate()}>
            {t('showAccount')}
          </Button>
          <span className="small soft"> {t('accountHint')}</span>
        </span>
      )}
    </span>
  );
}

/** What a signer should look at, each with its evidence. */
export function Checks({ request }: { request: SpendDetail }): ReactElement {
  const { t, i18n } = useTranslation('spend');
  const { money } = useFormat();
  const textOf = ({ code, facts }: Schemas['SpendCheckResponse']): string => {
    const word = (name: string): string => String(facts[name] ?? '');
    const fen = (name: string): string => money(Number(facts[name] ?? 0));
    return t(`checks.${code}`, {
      ...facts,
      amount: fen('fen'),
      sum: fen('fen'),
      bound: fen('boundFen'),
      n: word('of'),
      rule: i18n.language === 'en' ? word('en') : word('zh'),
    });
  };
  return (
    <section className="card stack-tight">
      <h2 className="heading">{t('checks.title')}</h2>
      {request.checks.length === 0 ? (
        <p className="soft">{t('checks.none')}</p>
      ) : (
        <ul className="stack-tight">
          {request.checks.map((check) => (
            <li
              key={`${check.code}-${String(check.facts.word ?? check.facts.invoiceNo ?? check.facts.by ?? '')}`}
              className="note note-warn"
            >
              <p>{textOf(check)}</p>
              {check.requestIds.map((id) => (
                <Link key={id} to="/c/spend/$spendRequestId" params={{ spendRequestId: id }} className="row">
                  {t('checks.see')}
                </Link>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the community can spend, before and after. */
export function Balance({ request }: { request: SpendDetail }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { t: office } = useTranslation('office');
  const { data: fund } = useQuery({
    queryKey: ['funds', request.unitId, request.year ?? 'now'],
    queryFn: () =>
      api.GET('/api/v1/units/{unitId}/fund', {
        params: { path: { unitId: request.unitId }, query: { year: request.year ?? undefined } },
      }),
  });
  if (!fund) return null;
  const isOpen = request.status === 'submitted';
  const after = fund.availableFen - request.amountFen;
  return (
    <section className="card stack">
      <h2 className="heading">{t('balance', { year: fund.year })}</h2>
      <Facts
        items={[
          [office('overview.allotted'), <Money key="a" fen={fund.allottedFen} />],
          [isOpen ? t('before') : office('overview.available'), <Money key="b" fen={fund.availableFen} />],
          [
            t('after'),
            isOpen && (
              <strong key="c">
                <Money fen={after} />
              </strong>
            ),
          ],
        ]}
      />
      {isOpen && after < 0 && <p className="note note-stop">{t('short')}</p>}
    </section>
  );
}

/** Who has to sign for this amount, in order, and who has signed. */
export function Signers({ request }: { request: SpendDetail }): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  return (
    <section className="card stack">
      <h2 className="heading">{t('signers')}</h2>
      <ol className="stack-tight spend-pairs">
        {request.signers.map(({ role, name, behalfOfName, at }) => (
          <li key={role}>
            <span>{words(`role.${role}`)}</span>
            {at ? (
              <span className="soft">
                {`${name ?? ''}${behalfOfName ? t('behalfOf', { name: behalfOfName }) : ''} · ${time(at)}`}
              </span>
            ) : (
              <Tag tone={role === request.nextRole ? 'amber' : 'plain'}>
                {role === request.nextRole ? t('turn') : t('later')}
              </Tag>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Everybody who takes part in the request, and its earlier versions. */
export function Past({ request }: { request: SpendDetail }): ReactElement {
  const { t } = useTranslation('spend');
  const { time, money } = useFormat();
  const earlier = request.versions.filter(({ version }) => version < request.version);
  return (
    <section className="card stack">
      <h2 className="heading">{t('participations')}</h2>
      <ul className="stack-tight spend-pairs">
        {request.participations.map(({ act, personId, name, at }) => (
          <li key={personId}>
            <span>{`${t(`act.${act}`)} · ${name}`}</span>
            <span className="small soft figures">{time(at)}</span>
          </li>
        ))}
      </ul>
      {earlier.length > 0 && (
        <>
          <h3 className="strong">{t('versions')}</h3>
          <ul className="stack-tight">
            {earlier.map((version) => (
              <li key={version.version} className="between">
                <span>{`${t('version', { n: version.version })} · ${version.purpose} · ${money(version.amountFen)}`}</span>
                <span className="small soft figures">{time(version.madeAt)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
