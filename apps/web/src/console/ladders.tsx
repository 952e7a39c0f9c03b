import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { useFormat } from '../app/format';
import { holds, useSession } from '../app/session';
import { Button, Choices, Fault, Skeleton } from '../look/kit';
import { isAllRead } from '../look/typed';
import { Confirm } from './confirm';
import { DurationInput } from './duration-input';

type Ladder = Schemas['LadderAnswer'];
type Rung = Ladder['rungs'][number];
type Role = Rung['roles'][number];
type Clock = keyof typeof import('../words/zh/office').default.clocks.names;

const ROLES: readonly Role[] = [
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
];
const MOST_RUNGS = 4;
const NEW_RUNG: Rung = { after: { amount: 1, unit: 'workingDay' }, roles: ['town_officer'] };

/** To whom a missed deadline escalates. */
export function Ladders(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'ladders'],
    queryFn: () => answer(api.GET('/api/v1/policies/ladders')),
  });
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  return (
    <section className="stack">
      <h2 className="heading">{t('ladders.title')}</h2>
      {data ? (
        <>
          <p className="soft">{t('ladders.lead', { version: data.version })}</p>
          <Form policy={data} />
        </>
      ) : (
        <Skeleton />
      )}
    </section>
  );
}

function Form({ policy }: { policy: Schemas['LaddersAnswer'] }): ReactElement {
  const { t } = useTranslation('office');
  const sets = holds(useSession(), 'district_officer');
  const [ladders, setLadders] = useState(policy.ladders);
  const [asking, setAsking] = useState<'save' | 'defaults'>();
  useEffect(() => setLadders(policy.ladders), [policy]);
  const save = useCommand<boolean>({
    send: (toDefaults, key) =>
      answer(
        api.PUT('/api/v1/policies/ladders', {
          headers: withKey(key),
          body: {
            basedOn: policy.version,
            ladders: toDefaults ? null : Object.fromEntries(ladders.map(({ clock, rungs }) => [clock, rungs])),
          },
        }),
      ),
    touches: [['policies']],
    says: t('clocks.saved'),
    done: () => setAsking(undefined),
  });
  const set = (clock: string, rungs: Rung[]): void =>
    setLadders(ladders.map((ladder) => (ladder.clock === clock ? { clock, rungs } : ladder)));
  return (
    <div className="stack">
      <ul className="stack">
        {ladders.map(({ clock, rungs }) => (
          <li key={clock} className="card stack">
            <p className="strong">{t(`clocks.names.${clock as Clock}`)}</p>
            {rungs.length === 0 && <p className="soft">{t('ladders.none')}</p>}
            {rungs.map((rung, at) => (
              <RungFields
                key={at} // oxlint-disable-line react/no-array-index-key -- a rung is its place
                label={`${t(`clocks.names.${clock as Clock}`)} ${t('ladders.rung', { n: at + 1 })}`}
                rung={rung}
                isFixed={!sets}
                onChange={(next) =>
                  set(
                    clock,
                    rungs.map((other, n) => (n === at ? next : other)),
                  )
                }
                onRemove={() =>
                  set(
                    clock,
                    rungs.filter((_, n) => n !== at),
                  )
                }
              />
            ))}
            {sets && rungs.length < MOST_RUNGS && (
              <div className="row">
                <Button look="bare" icon="plus" onClick={() => set(clock, [...rungs, NEW_RUNG])}>
                  {t('ladders.add')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {sets && (
        <div className="actions">
          <Button look="main" disabled={!isAllRead(ladders)} onClick={() => setAsking('save')}>
            {t('ladders.save')}
          </Button>
          <Button onClick={() => setAsking('defaults')}>{t('clocks.defaults')}</Button>
        </div>
      )}
      {asking && (
        <Confirm
          title={asking === 'save' ? t('ladders.save') : t('clocks.defaults')}
          isBusy={save.isPending}
          onYes={() => save.mutate(asking === 'defaults')}
          onClose={() => setAsking(undefined)}
        >
          <p>{t('clocks.sure')}</p>
        </Confirm>
      )}
    </div>
  );
}

function RungFields({
  label,
  rung,
  isFixed,
  onChange,
  onRemove,
}: {
  label: string;
  rung: Rung;
  isFixed: boolean;
  onChange: (rung: Rung) => void;
  onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { list } = useFormat();
  return (
    <div className="stack-tight">
      <div className="clock-row">
        <p className="small soft">{t('ladders.after')}</p>
        <DurationInput
          label={label}
          value={rung.after}
          isFixed={isFixed}
          onChange={(after) => onChange({ ...rung, after })}
        />
      </div>
      {isFixed ? (
        <p>{list(rung.roles.map((role) => words(`role.${role}`)))}</p>
      ) : (
        <>
          <Choices
            label={t('ladders.told')}
            values={rung.roles}
            onChange={(roles) => onChange({ ...rung, roles })}
            options={ROLES.map((value) => ({ value, label: words(`role.${value}`) }))}
          />
          <div className="row">
            <Button look="bare" onClick={onRemove} aria-label={`${t('ladders.remove')} ${label}`}>
              {t('ladders.remove')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
