import '../spend.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { shanghaiDay, useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Empty, Money, SelectField, Tag, Waiting } from '../../../ui';
import { FieldError } from '../../../ui/field';
import { isAllRead } from '../../../ui/typed';
import { useDuration } from '../duration';
import { Confirm } from '../../../ui/desk/confirm';
import { Heading } from '../../../frames/desk';
import { PolicyForm } from './spend-policy-form';

export type Policy = Schemas['SpendPolicyBody'];
type Version = Schemas['SpendPolicyVersion'];
type Draft = Schemas['SpendPolicyDraftResponse'];
type Change = Schemas['ReplayExample']['changes'][number];

const KINDS = ['goods', 'service', 'works'] as const;
const TOUCHES = [['policies']];

/** The rules of spending: the current version, earlier ones, and drafts of the next. */
export function SpendPolicyPage(): ReactElement {
  const { t } = useTranslation('policy');
  const person = useSession();
  const navigate = useNavigate();
  const { draft: draftId } = useSearch({ from: '/c/spend-policy' });
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'spend'],
    queryFn: () => api.GET('/api/v1/policies/spend'),
  });
  const open = (id: string | undefined): void =>
    void navigate({ to: '/c/spend-policy', search: { draft: id }, replace: true });
  const begin = useCommand<void, { id: string }>({
    send: (_, headers) => api.POST('/api/v1/policies/spend/drafts', { headers }),
    invalidates: TOUCHES,
    successMessage: t('begun'),
    onSuccess: ({ id }) => open(id),
  });
  if (!data) return <Waiting error={error} onRetry={refetch} />;
  const inForce = data.versions.find(({ version }) => version === data.inForce)!;
  const draft = data.drafts.find(({ id }) => id === draftId);
  const sets = may(person, 'policy.set');
  return (
    <>
      <Heading title={t('title')} lead={t('lead')} />
      {data.isExpired && <p className="note note-stop">{t('expired')}</p>}
      {draft && sets ? (
        <DraftPage key={draft.id} draft={draft} inForce={inForce} onClose={() => open(undefined)} />
      ) : (
        <>
          <VersionCard
            version={inForce}
            title={inForce.version === 0 ? t('first') : t('inForce', { n: inForce.version })}
          />
          {sets && (
            <section className="card stack">
              <h2 className="heading">{t('drafts')}</h2>
              {data.drafts.length === 0 ? (
                <p className="soft">{t('noDrafts')}</p>
              ) : (
                <ul className="stack-tight spend-pairs">
                  {data.drafts.map((one) => (
                    <DraftRow key={one.id} draft={one} onOpen={() => open(one.id)} />
                  ))}
                </ul>
              )}
              <div>
                <Button variant="primary" icon="plus" isBusy={begin.isPending} onClick={() => begin.mutate()}>
                  {t('begin')}
                </Button>
              </div>
            </section>
          )}
          <Earlier versions={data.versions.filter(({ version }) => version !== inForce.version)} />
        </>
      )}
    </>
  );
}

/** The policy without empty words, which are still being typed. */
const written = (policy: Policy): Policy => ({
  ...policy,
  lists: policy.lists.map((rule) => ({ ...rule, code: rule.code.trim(), words: rule.words.filter(Boolean) })),
});

function DraftRow({ draft, onOpen }: { draft: Draft; onOpen: () => void }): ReactElement {
  const { t } = useTranslation('policy');
  const { time } = useFormat();
  return (
    <li>
      <div>
        <p>{draft.policy.source}</p>
        <p className="small soft">{t('updated', { time: time(draft.updatedAt), n: draft.basedOn })}</p>
      </div>
      <Button onClick={onOpen}>{t('open')}</Button>
    </li>
  );
}

function Earlier({ versions }: { versions: Version[] }): ReactElement | null {
  const { t } = useTranslation('policy');
  if (versions.length === 0) return null;
  return (
    <section className="stack">
      <h2 className="heading">{t('versions')}</h2>
      {versions.map((version) => (
        <details key={version.version} className="card">
          <summary>{version.version === 0 ? t('first') : `${t('inForce', { n: version.version })}`}</summary>
          <Rules policy={version} />
        </details>
      ))}
    </section>
  );
}

function VersionCard({ version, title }: { version: Version; title: string }): ReactElement {
  const { t } = useTranslation('policy');
  const { time } = useFormat();
  return (
    <section className="card stack">
      <div>
        <h2 className="heading">{title}</h2>
        {version.setAt && (
          <p className="small soft">{t('setBy', { name: version.setByName ?? '', time: time(version.setAt) })}</p>
        )}
      </div>
      <Rules policy={version} />
    </section>
  );
}

/** The rules as sentences, so that two versions can be compared side by side. */
function useRuleLines(): (policy: Policy) => string[] {
  const { t, i18n } = useTranslation('policy');
  const { t: words } = useTranslation();
  const { t: spend } = useTranslation('spend');
  const { money, day, list } = useFormat();
  const durationOf = useDuration();
  return (policy) => [
    t('line.source', { source: policy.source }),
    ...(policy.validFrom ? [t('line.from', { day: day(policy.validFrom) })] : []),
    ...(policy.validUntil ? [t('line.until', { day: day(policy.validUntil) })] : []),
    ...policy.tiers.map((tier) =>
      t(tier.upToFen === null ? 'line.lastTier' : 'line.tier', {
        amount: money(tier.upToFen ?? 0),
        roles: list(tier.signers.map((role) => words(`role.${role}`))),
        notice: tier.notice ? t('line.notice', { length: durationOf(tier.notice) }) : t('line.noNotice'),
        minutes: t(tier.needsMinutes ? 'line.minutes' : 'line.noMinutes'),
      }),
    ),
    ...KINDS.map((kind) => t('line.cap', { kind: spend(`kind.${kind}`), amount: money(policy.capsFen[kind]) })),
    t('line.justify', { amount: money(policy.justifyAboveFen) }),
    t('line.quotes', { amount: money(policy.quotes.aboveFen), n: policy.quotes.count }),
    t('line.urgent', { amount: money(policy.urgentUpToFen) }),
    ...KINDS.map((kind) => t('line.advance', { kind: spend(`kind.${kind}`), n: policy.advancePercent[kind] })),
    t('line.outside', { effect: t(`outsideEffects.${policy.outside}`) }),
    ...policy.lists.map((rule) =>
      t('line.list', {
        effect: t(`effects.${rule.effect}`),
        rule: i18n.language === 'en' ? rule.en : rule.zh,
        words: list(rule.words),
        source: rule.source,
      }),
    ),
  ];
}

function Rules({ policy }: { policy: Policy }): ReactElement {
  const linesOf = useRuleLines();
  return (
    <ul className="stack-tight">
      {linesOf(policy).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** The added and the removed sentences. */
function Differences({ policy, inForce }: { policy: Policy; inForce: Policy }): ReactElement {
  const { t } = useTranslation('policy');
  const linesOf = useRuleLines();
  const [now, was] = [linesOf(policy), linesOf(inForce)];
  const changes = [
    ...now.filter((line) => !was.includes(line)).map((line) => ['now', line] as const),
    ...was.filter((line) => !now.includes(line)).map((line) => ['was', line] as const),
  ];
  if (changes.length === 0) return <p className="soft">{t('same')}</p>;
  return (
    <ul className="stack-tight">
      {changes.map(([which, line]) => (
        <li key={`${which}-${line}`} className="row">
          <Tag tone={which === 'now' ? 'jade' : 'plain'}>{t(which)}</Tag>
          <span className={which === 'was' ? 'soft' : undefined}>{line}</span>
        </li>
      ))}
    </ul>
  );
}

function DraftPage({ draft, inForce, onClose }: { draft: Draft; inForce: Version; onClose: () => void }): ReactElement {
  const { t } = useTranslation('policy');
  const { t: words } = useTranslation();
  const [asking, setAsking] = useState<'publish' | 'discard'>();
  const path = { draftId: draft.id };
  const form = useForm<Policy>({
    values: draft.policy,
    send: (policy) => api.PUT('/api/v1/policies/spend/drafts/{draftId}', { params: { path }, body: written(policy) }),
    invalidates: TOUCHES,
    successMessage: t('saved'),
  });
  const policy = form.values;
  const isWhole = isAllRead(policy);
  const isSaved = JSON.stringify(policy) === JSON.stringify(draft.policy);
  const publish = useCommand<void, { version: number }>({
    send: (_, headers) =>
      api.POST('/api/v1/policies/spend/drafts/{draftId}/publication', { params: { path }, headers }),
    invalidates: TOUCHES,
    successMessage: t('published', { n: draft.basedOn + 1 }),
    onSuccess: onClose,
  });
  const discard = useCommand({
    send: () => api.DELETE('/api/v1/policies/spend/drafts/{draftId}', { params: { path } }),
    invalidates: TOUCHES,
    successMessage: t('discarded'),
    onSuccess: onClose,
  });
  return (
    <>
      <div>
        <Button icon="back" onClick={onClose}>
          {words('back')}
        </Button>
      </div>
      <div className="two">
        <form className="stack" {...form.props}>
          <PolicyForm form={form} />
          <FieldError message={form.summary} />
        </form>
        <div className="stack">
          <section className="card stack">
            <h2 className="heading">{t('preview')}</h2>
            {isWhole && <Differences policy={policy} inForce={inForce} />}
          </section>
          <div className="actions is-main">
            <Button variant="primary" disabled={isSaved || !isWhole} isBusy={form.isBusy} onClick={() => form.submit()}>
              {t('save')}
            </Button>
            <Button disabled={!isSaved} onClick={() => setAsking('publish')}>
              {t('publish')}
            </Button>
            <Button variant="bare" onClick={() => setAsking('discard')}>
              {t('discard')}
            </Button>
          </div>
          <WhatIf draftId={draft.id} isSaved={isSaved} />
        </div>
      </div>
      {asking && (
        <Confirm
          title={t(asking)}
          isBusy={publish.isPending || discard.isPending}
          onYes={() => (asking === 'publish' ? publish.mutate() : discard.mutate())}
          onClose={() => setAsking(undefined)}
        >
          {asking === 'publish' && (
            <>
              <p>{t('publishSure')}</p>
              <Differences policy={policy} inForce={inForce} />
            </>
          )}
        </Confirm>
      )}
    </>
  );
}

/** How the draft would have judged a year's requests. */
function WhatIf({ draftId, isSaved }: { draftId: string; isSaved: boolean }): ReactElement {
  const { t } = useTranslation('policy');
  const { list } = useFormat();
  const thisYear = Number(shanghaiDay().slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const [result, setResult] = useState<Schemas['SpendReplayResponse']>();
  const run = useCommand<void, Schemas['SpendReplayResponse']>({
    send: () =>
      api.POST('/api/v1/policies/spend/drafts/{draftId}/replays', {
        params: { path: { draftId } },
        body: { year: Number(year) },
      }),
    onSuccess: setResult,
  });
  return (
    <section className="card stack">
      <h2 className="heading">{t('whatIf')}</h2>
      <p className="soft">{t('whatIfHint')}</p>
      <SelectField
        label={t('year')}
        value={year}
        onChange={setYear}
        options={[thisYear, thisYear - 1, thisYear - 2].map((value) => ({
          value: String(value),
          label: String(value),
        }))}
      />
      <Button disabled={!isSaved} isBusy={run.isPending} onClick={() => run.mutate()}>
        {t('run')}
      </Button>
      {result && (
        <div className="stack-tight" aria-live="polite">
          <p className="strong">{t('result', { year: result.year, n: result.requests, m: result.changed })}</p>
          {result.changed === 0 ? (
            <Empty icon="check" title={t('none')} />
          ) : (
            <>
              <ul className="row">
                {(Object.entries(result.changes) as [Change, number][]).map(([change, n]) => (
                  <li key={change}>
                    <Tag tone="amber">{`${t(`change.${change}`)} ${t('count', { n })}`}</Tag>
                  </li>
                ))}
              </ul>
              <ul className="stack-tight">
                {result.examples.map((example) => (
                  <li key={example.id} className="between">
                    <span>
                      {`${example.unitName} · ${example.purpose} · ${list(example.changes.map((change) => t(`change.${change}`)))}`}
                    </span>
                    <Money fen={example.amountFen} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}
