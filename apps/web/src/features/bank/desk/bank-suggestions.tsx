import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Tag } from '../../../ui';

type Suggestion = Schemas['BankSuggestionResponse'];
export type Match = Schemas['BankMatchBody'];

const AT_ONCE = 200;
const SHOWN = 30;

/** Confirms that movements and entries match. */
export function useMatch(unitId: string, done?: () => void) {
  const { t } = useTranslation('office');
  return useCommand<Match[]>({
    send: (matches, headers) =>
      api.POST('/api/v1/units/{unitId}/bank/matches', {
        params: { path: { unitId } },
        headers,
        body: { matches },
      }),
    invalidates: [['bank']],
    successMessage: t('bank.matched'),
    onSuccess: done,
  });
}

/** A movement of the account in two lines: date and amount, counterparty and purpose. */
export function MovementText({ line }: { line: Schemas['BankLineResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const { day, money } = useFormat();
  const text = [line.counterparty, line.account, line.summary].filter(Boolean).join(' · ');
  return (
    <>
      <p className="between">
        <span>{day(line.bookedOn)}</span>
        <strong className="figures">{money(line.amountFen)}</strong>
      </p>
      <p className="small soft">{text || t('bank.noText')}</p>
    </>
  );
}

export function EntryText({ entry }: { entry: Schemas['BankEntryResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const { day, money } = useFormat();
  return (
    <>
      <p className="between">
        <span>{`${day(entry.bookedOn)} · ${t(`bank.kind.${entry.kind}`)}`}</span>
        <strong className="figures">{money(entry.amountFen)}</strong>
      </p>
      <p className="small soft">
        {[entry.party, entry.purpose, ...entry.papers, entry.unitName].filter(Boolean).join(' · ')}
      </p>
    </>
  );
}

const matchOf = ({ line, entries }: Suggestion): Match => ({
  lineIds: [line.id],
  entries: entries.map(({ kind, id }) => ({ kind, id })),
});

/** Suggested matches with their reasons; one button accepts all certain ones. */
export function BankSuggestions({ unitId }: { unitId: string }): ReactElement | null {
  const { t } = useTranslation('office');
  const match = useMatch(unitId);
  const { data } = useQuery({
    queryKey: ['bank', unitId, 'suggestions'],
    queryFn: async () =>
      (await api.GET('/api/v1/units/{unitId}/bank/suggestions', { params: { path: { unitId } } })).items,
  });
  if (!data || data.length === 0) return null;
  const sure = data.filter(({ isSure }) => isSure).slice(0, AT_ONCE);
  return (
    <section className="card stack">
      <div className="between heading-row">
        <div className="grow">
          <h2 className="heading">{t('bank.suggestions')}</h2>
          <p className="small soft">{t('bank.suggestionsLead')}</p>
        </div>
        {sure.length > 0 && (
          <Button
            variant="primary"
            icon="check"
            isBusy={match.isPending}
            onClick={() => match.mutate(sure.map(matchOf))}
          >
            {t('bank.acceptSure', { n: sure.length })}
          </Button>
        )}
      </div>
      <ul className="stack">
        {data.slice(0, SHOWN).map((suggestion) => (
          <li key={suggestion.line.id} className="bank-pair">
            <div>
              <MovementText line={suggestion.line} />
            </div>
            <div>
              {suggestion.entries.length > 3 ? (
                <p>{t('bank.together', { n: suggestion.entries.length })}</p>
              ) : (
                suggestion.entries.map((entry) => <EntryText key={entry.id} entry={entry} />)
              )}
            </div>
            <div className="row bank-why">
              <Tag tone={suggestion.isSure ? 'jade' : 'amber'}>
                {t(`bank.${suggestion.isSure ? 'sure' : 'likely'}`)}
              </Tag>
              {suggestion.because.map((signal) => (
                <Tag key={signal}>{t(`bank.signal.${signal}`)}</Tag>
              ))}
              <Button onClick={() => match.mutate([matchOf(suggestion)])}>{t('bank.accept')}</Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
