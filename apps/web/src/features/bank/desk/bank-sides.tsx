import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Choice } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { ReasonSheet } from '../../../ui/reason-sheet';
import { EntryText, MovementText, useMatch } from './bank-suggestions';

type Line = Schemas['BankLineResponse'];
type Entry = Schemas['BankEntryResponse'];
const STATES = ['open', 'matched', 'aside'] as const;
const TOUCHES = [['bank']];

/** Manual reconciliation: the selected items on the left and on the right match if their sums are equal. */
export function BankSides({ unitId, mayMatch }: { unitId: string; mayMatch: boolean }): ReactElement {
  const { t } = useTranslation('office');
  const [state, setState] = useState<(typeof STATES)[number]>('open');
  return (
    <section className="stack">
      <Choice
        label={t('bank.title')}
        hideLabel
        value={state}
        onChange={setState}
        options={STATES.map((one) => ({ value: one, label: t(`bank.tab.${one}`) }))}
      />
      {state === 'open' ? (
        <OpenSides unitId={unitId} mayMatch={mayMatch} />
      ) : (
        <Settled key={state} unitId={unitId} state={state} />
      )}
    </section>
  );
}

const loadLines = (unitId: string, state: (typeof STATES)[number]) => (cursor: string | undefined) =>
  api.GET('/api/v1/units/{unitId}/bank/lines', { params: { path: { unitId }, query: { state, limit: 30, cursor } } });

function OpenSides({ unitId, mayMatch }: { unitId: string; mayMatch: boolean }): ReactElement {
  const { t } = useTranslation('office');
  const { money } = useFormat();
  const [lines, setLines] = useState<Line[]>([]);
  const [entries, setEntries] = useState<Entry[]>([]);
  const [aside, setAside] = useState<Line>();
  const forget = (): void => {
    setLines([]);
    setEntries([]);
  };
  const match = useMatch(unitId, forget);
  const linesFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const entriesFen = entries.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const isEqual = lines.length > 0 && entries.length > 0 && linesFen === entriesFen;
  return (
    <>
      <div className="two">
        <section className="card stack" aria-label={t('bank.openLines')}>
          <h2 className="heading">{t('bank.openLines')}</h2>
          <EndlessList
            queryKey={['bank', unitId, 'lines', 'open']}
            load={loadLines(unitId, 'open')}
            empty={<p className="soft">{t('bank.allExplained')}</p>}
          >
            {(line) => (
              <>
                <Pick isFixed={!line.allowedSteps.includes('match')} chosen={lines} item={line} onChange={setLines}>
                  <MovementText line={line} />
                </Pick>
                {line.allowedSteps.includes('setAside') && (
                  <Button variant="bare" onClick={() => setAside(line)}>
                    {t('bank.aside')}
                  </Button>
                )}
              </>
            )}
          </EndlessList>
        </section>
        <section className="card stack" aria-label={t('bank.openEntries')}>
          <h2 className="heading">{t('bank.openEntries')}</h2>
          <EndlessList
            queryKey={['bank', unitId, 'entries']}
            load={(cursor) =>
              api.GET('/api/v1/units/{unitId}/bank/entries', {
                params: { path: { unitId }, query: { limit: 30, cursor } },
              })
            }
            empty={<p className="soft">{t('bank.allExplained')}</p>}
          >
            {(entry) => (
              <Pick isFixed={!mayMatch} chosen={entries} item={entry} onChange={setEntries}>
                <EntryText entry={entry} />
              </Pick>
            )}
          </EndlessList>
        </section>
      </div>
      {(lines.length > 0 || entries.length > 0) && (
        <div className="card between bank-chosen">
          <span className="figures">{t('bank.chosen', { lines: money(linesFen), entries: money(entriesFen) })}</span>
          <Button
            variant="primary"
            icon="check"
            disabled={!isEqual}
            isBusy={match.isPending}
            onClick={() =>
              match.mutate([
                { lineIds: lines.map(({ id }) => id), entries: entries.map(({ kind, id }) => ({ kind, id })) },
              ])
            }
          >
            {t('bank.match')}
          </Button>
        </div>
      )}
      {aside && (
        <ReasonSheet
          title={t('bank.aside')}
          draft={`bank-aside-${aside.id}`}
          says={t('bank.setAside')}
          touches={TOUCHES}
          send={(reason, headers) =>
            api.PUT('/api/v1/bank-lines/{lineId}/aside', {
              params: { path: { lineId: aside.id } },
              headers,
              body: { reason },
            })
          }
          onClose={() => setAside(undefined)}
        />
      )}
    </>
  );
}

function Pick<T extends { id: string }>({
  item,
  chosen,
  isFixed,
  onChange,
  children,
}: {
  item: T;
  chosen: T[];
  isFixed: boolean;
  onChange: (chosen: T[]) => void;
  children: ReactElement;
}): ReactElement {
  const isChosen = chosen.some(({ id }) => id === item.id);
  if (isFixed) return children;
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={() => onChange(isChosen ? chosen.filter(({ id }) => id !== item.id) : [...chosen, item])}
      />
      <span className="grow">{children}</span>
    </label>
  );
}

function Settled({ unitId, state }: { unitId: string; state: 'matched' | 'aside' }): ReactElement {
  const { t } = useTranslation('office');
  const undo = useCommand<string>({
    send: (matchId) => api.DELETE('/api/v1/bank-matches/{matchId}', { params: { path: { matchId } } }),
    invalidates: TOUCHES,
    successMessage: t('bank.undone'),
  });
  const bringBack = useCommand<string>({
    send: (lineId, headers) =>
      api.DELETE('/api/v1/bank-lines/{lineId}/aside', { params: { path: { lineId } }, headers }),
    invalidates: TOUCHES,
    successMessage: t('bank.broughtBack'),
  });
  return (
    <section className="card stack">
      <EndlessList
        queryKey={['bank', unitId, 'lines', state]}
        load={loadLines(unitId, state)}
        empty={<p className="soft">{t('bank.allExplained')}</p>}
      >
        {(line) => (
          <>
            <MovementText line={line} />
            {line.asideReason && <p className="small">{line.asideReason}</p>}
            {line.allowedSteps.includes('undoMatch') && (
              <Button variant="bare" onClick={() => undo.mutate(line.matchId ?? '')}>
                {t('bank.undo')}
              </Button>
            )}
            {line.allowedSteps.includes('bringBack') && (
              <Button variant="bare" onClick={() => bringBack.mutate(line.id)}>
                {t('bank.bringBack')}
              </Button>
            )}
          </>
        )}
      </EndlessList>
    </section>
  );
}
