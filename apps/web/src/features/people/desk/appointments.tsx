import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, newKey, reasonOf, withKey, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useSession } from '../../../core/session';
import { Button, Sheet, Tag, When, Waiting } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { Confirm } from '../../../ui/desk/confirm';
import { ActivationCodeSlips, type Slip } from './activation-code-slips';

type Appointment = Schemas['AppointmentResponse'];

/** The result of confirming one appointment. `error`: why it was refused, or why no code could be issued. */
interface Outcome {
  appointment: Appointment;
  isConfirmed: boolean;
  error?: string;
  slip?: Slip;
}

/** Confirms one appointment, and issues the activation code if the account has no password yet. */
async function confirm(appointment: Appointment): Promise<Outcome> {
  const { id: grantId, personId, personName } = appointment;
  let isConfirmed = false;
  try {
    const { needsActivationCode } = await api.POST('/api/v1/people/roles/{grantId}/confirmation', {
      params: { path: { grantId } },
      headers: withKey(newKey()),
    });
    isConfirmed = true;
    if (!needsActivationCode) return { appointment, isConfirmed };
    const given = await api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId } } });
    return { appointment, isConfirmed, slip: { name: personName, ...given } };
  } catch (error) {
    return { appointment, isConfirmed, error: reasonOf(error) };
  }
}

/** Appointments that wait for confirmation by a second person above: one by one with a tap, or several at once. */
export function Appointments(): ReactElement {
  const { t } = useTranslation('office');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<Outcome[]>();
  const [refusing, setRefusing] = useState<Appointment>();
  const { data, error, refetch } = useQuery({
    queryKey: ['people', 'appointments'],
    queryFn: () => api.GET('/api/v1/people/appointments', { params: { query: { limit: 100 } } }),
  });
  const confirmAll = useCommand<Appointment[], Outcome[]>({
    // In sequence, because two appointments of one person must take each other into account.
    send: async (appointments) => {
      const ended: Outcome[] = [];
      for (const appointment of appointments) ended.push(await confirm(appointment));
      return ended;
    },
    invalidates: [['people']],
    onSuccess: (ended) => {
      setChosen(new Set());
      setOutcomes(ended);
    },
  });
  const ready = (data?.items ?? []).filter(({ refusal }) => refusal === null);
  const picked = ready.filter(({ id }) => chosen.has(id));
  const toggle = (id: string, isChosen: boolean): void =>
    setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((other) => other !== id)));
  return (
    <section className="card stack" aria-labelledby="appointments">
      <div className="between">
        <h2 id="appointments" className="heading">
          {t('appointments.title')}
        </h2>
        {ready.length > 1 && (
          <CheckField
            label={t('appointments.all')}
            value={picked.length === ready.length}
            onChange={(isOn) => setChosen(new Set(isOn ? ready.map(({ id }) => id) : []))}
          />
        )}
      </div>
      <p className="soft">{t('appointments.lead')}</p>
      {!data && <Waiting error={error} onRetry={refetch} rows={1} />}
      {data?.items.length === 0 && <p className="soft">{t('appointments.empty')}</p>}
      {data && data.items.length > 0 && (
        <ul className="stack">
          {data.items.map((one) => (
            <Line
              key={one.id}
              appointment={one}
              isChosen={chosen.has(one.id)}
              isBusy={confirmAll.isPending}
              onChoose={ready.length > 1 ? (isChosen) => toggle(one.id, isChosen) : undefined}
              onConfirm={() => confirmAll.mutate([one])}
              onRefuse={() => setRefusing(one)}
            />
          ))}
        </ul>
      )}
      {data?.nextCursor && <p className="small soft">{t('appointments.more')}</p>}
      {picked.length > 0 && (
        <div className="actions">
          <Button variant="primary" isBusy={confirmAll.isPending} onClick={() => confirmAll.mutate(picked)}>
            {t('appointments.confirmChosen', { count: picked.length })}
          </Button>
        </div>
      )}
      {refusing && <Refuse appointment={refusing} onClose={() => setRefusing(undefined)} />}
      {outcomes && <Outcomes outcomes={outcomes} onClose={() => setOutcomes(undefined)} />}
    </section>
  );
}

function Line({
  appointment,
  isChosen,
  isBusy,
  onChoose,
  onConfirm,
  onRefuse,
}: {
  appointment: Appointment;
  isChosen: boolean;
  isBusy: boolean;
  onChoose: ((isChosen: boolean) => void) | undefined;
  onConfirm: () => void;
  onRefuse: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const me = useSession();
  const { personName, role, unitName, proposedBy, proposedByName, proposedAt, refusal } = appointment;
  const isOwn = proposedBy === me?.id;
  const what = `${personName} · ${words(`role.${role}`)} · ${unitName}`;
  return (
    <li className="stack-tight" data-appointment={appointment.id}>
      {refusal === null && onChoose ? (
        <CheckField label={<strong>{what}</strong>} value={isChosen} onChange={onChoose} />
      ) : (
        <p className="strong">{what}</p>
      )}
      <p className="small soft">
        {isOwn ? t('appointments.byMe') : t('appointments.by', { name: proposedByName })} <When at={proposedAt} />
      </p>
      {refusal !== null && !isOwn && <p className="small">{refusal}</p>}
      {(refusal === null || isOwn) && (
        <div className="actions">
          {refusal === null && (
            <Button
              variant="primary"
              isBusy={isBusy}
              onClick={onConfirm}
              aria-label={`${t('appointments.confirm')} ${what}`}
            >
              {t('appointments.confirm')}
            </Button>
          )}
          <Button
            onClick={onRefuse}
            aria-label={`${isOwn ? t('appointments.withdraw') : t('appointments.refuse')} ${what}`}
          >
            {isOwn ? t('appointments.withdraw') : t('appointments.refuse')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Refuse({ appointment, onClose }: { appointment: Appointment; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const refuse = useCommand({
    send: () => api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId: appointment.id } } }),
    invalidates: [['people']],
    successMessage: t('appointments.refused'),
    onSuccess: onClose,
  });
  return (
    <Confirm
      title={t('appointments.refuseTitle')}
      isBusy={refuse.isPending}
      onYes={() => refuse.mutate()}
      onClose={onClose}
    >
      <p>
        {t('appointments.refuseSure', {
          name: appointment.personName,
          role: words(`role.${appointment.role}`),
          unit: appointment.unitName,
        })}
      </p>
    </Confirm>
  );
}

/** The result of each confirmation, and the activation codes to hand out: shown once. */
function Outcomes({ outcomes, onClose }: { outcomes: Outcome[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const slips = outcomes.flatMap(({ slip }) => slip ?? []);
  return (
    <Sheet title={t('appointments.done')} onClose={onClose}>
      <ul className="stack-tight">
        {outcomes.map(({ appointment, isConfirmed, error }) => (
          <li key={appointment.id} className="stack-tight">
            <div className="between">
              <span>{`${appointment.personName} · ${words(`role.${appointment.role}`)} · ${appointment.unitName}`}</span>
              <Tag tone={isConfirmed ? 'jade' : 'red'}>
                {isConfirmed ? t('appointments.confirmed') : t('appointments.notConfirmed')}
              </Tag>
            </div>
            {error && (
              <p className="note note-warn prose" role="alert">
                {error}
              </p>
            )}
          </li>
        ))}
      </ul>
      {slips.length > 0 && <ActivationCodeSlips slips={slips} />}
      <Button variant="primary" isWide onClick={onClose}>
        {words('close')}
      </Button>
    </Sheet>
  );
}
