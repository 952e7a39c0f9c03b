import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { Button, ButtonLink, Choice, Empty, Facts, Tag, TextAreaField, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { EndlessList } from '../../../ui/endless-list';
import { StatusTag } from '../../wish/wish-summary';
import { Screen } from '../../../frames/phone';
import { Invitations } from '../../matching/volunteer/invitations';

type Claim = Schemas['MyClaim'];
type Contact = Schemas['ContactResponse'];
const TOUCHES = [['claims'], ['wishes'], ['feed']];
const can = (claim: Claim, step: Claim['allowedSteps'][number]): boolean => claim.allowedSteps.includes(step);

/** The volunteer's claims, newest first; each shows its next step on top. */
export function ClaimsPage(): ReactElement {
  const { t } = useTranslation('claims');
  return (
    <Screen title={t('claims.title')}>
      <Invitations />
      <EndlessList
        queryKey={['claims']}
        load={(cursor) => api.GET('/api/v1/me/claims', { params: { query: { limit: 20, cursor } } })}
        empty={
          <Empty icon="hands" title={t('claims.empty')}>
            <p className="soft">{t('claims.emptyHint')}</p>
            <ButtonLink to="/v/feed" variant="primary">
              {t('claims.toFeed')}
            </ButtonLink>
          </Empty>
        }
      >
        {(claim) => (can(claim, 'release') ? <LiveClaim claim={claim} /> : <PastClaim claim={claim} />)}
      </EndlessList>
    </Screen>
  );
}

/** Opens the phone app with the number. */
function dial(phone: string): void {
  const link = document.createElement('a');
  link.href = `tel:${phone}`;
  document.body.append(link);
  link.click();
  link.remove();
}

function LiveClaim({ claim }: { claim: Claim }): ReactElement {
  const { t } = useTranslation('claims');
  const { day, ago } = useFormat();
  const [contact, setContact] = useState<Contact>();
  const [isGivingBack, setGivingBack] = useState(false);
  const [isExtending, setExtending] = useState(false);
  const { wish } = claim;
  const isLate = new Date(claim.promisedAt).getTime() < Date.now();
  const reveal = useCommand<{ dials: boolean }, Contact>({
    send: () =>
      api.POST('/api/v1/wishes/{wishId}/contact-views', {
        params: { path: { wishId: wish.id } },
        body: { reason: t('claims.next.call') },
      }),
    onSuccess: (details, { dials }) => {
      setContact(details);
      if (dials && details.phone) dial(details.phone);
    },
  });
  const begin = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } }, headers }),
    invalidates: TOUCHES,
    successMessage: t('claims.beganSaid'),
  });
  return (
    <article className="card stack">
      <div className="between">
        <Tag tone={isLate ? 'red' : 'blue'} icon="clock">
          {isLate
            ? t('claims.overdue', { ago: ago(claim.promisedAt) })
            : t('claims.promised', { day: day(claim.promisedAt) })}
        </Tag>
        <StatusTag status={wish.status} />
      </div>
      {/* The next step comes first. */}
      {can(claim, 'begin') ? (
        <div className="stack-tight next-step">
          <p className="heading">{t('claims.next.call')}</p>
          <div className="row">
            <Button
              variant="primary"
              icon="phone"
              isBusy={reveal.isPending}
              onClick={() => reveal.mutate({ dials: true })}
            >
              {t('claims.call')}
            </Button>
            <Button icon="check" isBusy={begin.isPending} onClick={() => begin.mutate()}>
              {t('claims.began')}
            </Button>
          </div>
          <p className="small soft">{t('claims.contactWhy')}</p>
        </div>
      ) : can(claim, 'fulfil') ? (
        <div className="stack-tight next-step">
          <p className="heading">{t('claims.next.finish')}</p>
          <div className="row">
            <ButtonLink to="/v/fulfil/$wishId" params={{ wishId: wish.id }} variant="primary" icon="check">
              {t('claims.finish')}
            </ButtonLink>
            <Button icon="phone" isBusy={reveal.isPending} onClick={() => reveal.mutate({ dials: false })}>
              {t('claims.contact')}
            </Button>
          </div>
        </div>
      ) : (
        <p className="note">{t('claims.teammates')}</p>
      )}
      {contact && <ContactCard contact={contact} />}
      <hr className="sep" />
      <Link to="/v/wishes/$wishId" params={{ wishId: wish.id }} className="plain-link">
        <p className="wish-text">{wish.publicText}</p>
        <p className="small soft">{`${wish.unitName} · ${wish.code}`}</p>
      </Link>
      <div className="row">
        {can(claim, 'extend') && (
          <Button variant="bare" onClick={() => setExtending(true)} aria-haspopup="dialog">
            {t('claims.extend')}
          </Button>
        )}
        <Button variant="bare" onClick={() => setGivingBack(true)} aria-haspopup="dialog">
          {t('claims.giveBack')}
        </Button>
      </div>
      {isExtending && <Extend claim={claim} onClose={() => setExtending(false)} />}
      {isGivingBack && <GiveBack claimId={claim.id} onClose={() => setGivingBack(false)} />}
    </article>
  );
}

function ContactCard({ contact }: { contact: Contact }): ReactElement {
  const { t } = useTranslation('claims');
  const { t: words } = useTranslation();
  return (
    <div className="note note-good stack-tight">
      <p className="small">{t('claims.showing')}</p>
      <Facts
        items={[
          [words('field.name'), contact.name],
          [words('field.phone'), contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>],
          [words('field.address'), contact.address],
        ]}
      />
    </div>
  );
}

const REASONS = ['time', 'far', 'skill', 'reach', 'other'] as const;
type GiveBackReason = (typeof REASONS)[number];

function GiveBack({ claimId, onClose }: { claimId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('claims');
  const { t: words } = useTranslation();
  const form = useForm<{ kind: '' | GiveBackReason; words: string }>({
    values: { kind: '', words: '' },
    draft: `give-back-${claimId}`,
    required: ['kind'],
    check: ({ kind, words: more }) => ({ words: kind === 'other' && !more.trim() && words('required') }),
    send: ({ kind, words: more }, headers) =>
      api.POST('/api/v1/claims/{claimId}/release', {
        params: { path: { claimId } },
        headers,
        body: { reason: [kind && t(`claims.reasons.${kind}`), more.trim()].filter(Boolean).join('：') },
      }),
    errorsAt: { reason: 'words' },
    invalidates: TOUCHES,
    successMessage: t('claims.givenBack'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={t('claims.giveBackTitle')}
      submit={t('claims.giveBack')}
      form={form}
      isReady={form.isReady}
      onClose={onClose}
    >
      <p className="soft">{t('claims.giveBackHint')}</p>
      <Choice
        label={words('field.reason')}
        {...form.field('kind')}
        options={REASONS.map((code) => ({ value: code, label: t(`claims.reasons.${code}`) }))}
      />
      <TextAreaField
        label={`${words('field.reason')}${form.values.kind === 'other' ? '' : words('optional')}`}
        maxLength={200}
        {...form.field('words')}
      />
    </FormSheet>
  );
}

/** Extends a claim once: the new date and the reason. */
function Extend({ claim, onClose }: { claim: Claim; onClose: () => void }): ReactElement {
  const { t } = useTranslation('claims');
  const { t: words } = useTranslation();
  const form = useForm({
    values: { until: '', reason: '' },
    required: ['until', 'reason'],
    send: ({ until, reason }, headers) =>
      api.POST('/api/v1/claims/{claimId}/extension', {
        params: { path: { claimId: claim.id } },
        headers,
        body: { promisedAt: new Date(`${until}T18:00:00+08:00`).toISOString(), reason },
      }),
    errorsAt: { promisedAt: 'until' },
    invalidates: TOUCHES,
    successMessage: t('claims.extended'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('claims.extend')} form={form} isReady={form.isReady} onClose={onClose}>
      <p className="soft">{t('claims.extendHint')}</p>
      <TextField
        label={t('claims.extendUntil')}
        type="date"
        min={claim.promisedAt.slice(0, 10)}
        {...form.field('until')}
      />
      <TextAreaField label={words('field.reason')} maxLength={200} {...form.field('reason')} />
    </FormSheet>
  );
}

function PastClaim({ claim }: { claim: Claim }): ReactElement {
  const { t } = useTranslation('claims');
  const { t: words } = useTranslation();
  const waits = claim.status === 'fulfilled' && claim.wish.status === 'fulfilled';
  return (
    <Link to="/v/wishes/$wishId" params={{ wishId: claim.wish.id }} className="card stack-tight">
      <div className="between">
        <Tag tone={claim.status === 'fulfilled' ? 'jade' : 'plain'}>{words(`claimStatus.${claim.status}`)}</Tag>
        {waits && <span className="small soft">{t('claims.next.confirm')}</span>}
      </div>
      <p>{claim.wish.publicText}</p>
      <p className="small soft">{`${claim.wish.unitName} · ${claim.wish.code}`}</p>
    </Link>
  );
}
