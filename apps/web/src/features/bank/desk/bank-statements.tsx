import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Tag } from '../../../ui';
import { ReasonSheet } from '../../../ui/reason-sheet';

type Statement = Schemas['BankStatementResponse'];
type Break = Schemas['BankBreakResponse'];
const TOUCHES = [['bank']];

/** The uploaded statements: the content of each, gaps between them, and those that two people have retracted. */
export function BankStatements({ statements }: { statements: Statement[] }): ReactElement {
  const { t } = useTranslation('office');
  return (
    <section className="card stack" aria-label={t('bank.statements')}>
      <h2 className="heading">{t('bank.statements')}</h2>
      <ul className="stack">
        {statements.map((one) => (
          <li key={one.id} className="stack-tight">
            <StatementRow statement={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StatementRow({ statement }: { statement: Statement }): ReactElement {
  const { t } = useTranslation('office');
  const { day } = useFormat();
  const [isProposing, setProposing] = useState(false);
  const { id, fileName, isRetracted, retraction, breaks } = statement;
  const isOpen = breaks.some(({ reason }) => reason === null);
  return (
    <>
      <div className="between">
        <p className="strong">{fileName}</p>
        {isRetracted ? <Tag>{t('bank.isRetracted')}</Tag> : isOpen && <Tag tone="amber">{t('bank.unconfirmed')}</Tag>}
      </div>
      <p className="small soft">
        {t('bank.statement', {
          from: day(statement.fromOn),
          until: day(statement.untilOn),
          n: statement.lineCount,
          added: statement.addedCount,
          name: statement.importedByName,
        })}
      </p>
      {!isRetracted && breaks.map((one) => <BreakNote key={one.id} found={one} />)}
      {retraction && <RetractionNote retraction={retraction} />}
      {statement.allowedSteps.includes('retract') && (
        <div>
          <Button variant="bare" onClick={() => setProposing(true)}>
            {t('bank.retract')}
          </Button>
        </div>
      )}
      {isProposing && (
        <ReasonSheet
          title={t('bank.retract')}
          hint={t('bank.retractHint')}
          draft={`bank-retract-${id}`}
          says={t('bank.retractProposed')}
          touches={TOUCHES}
          send={(reason, headers) =>
            api.POST('/api/v1/bank-statements/{statementId}/retractions', {
              params: { path: { statementId: id } },
              headers,
              body: { reason },
            })
          }
          onClose={() => setProposing(false)}
        />
      )}
    </>
  );
}

function BreakNote({ found }: { found: Break }): ReactElement {
  const { t } = useTranslation('office');
  const { day, money } = useFormat();
  const [isConfirming, setConfirming] = useState(false);
  const { id, sheet, row, bookedOn, missingFen, reason, confirmedByName } = found;
  const place = [sheet, t('bank.row', { row }), bookedOn && day(bookedOn)].filter(Boolean).join(' · ');
  return (
    <div className={reason === null ? 'note note-warn stack-tight' : 'note stack-tight'}>
      <p className="small">
        {missingFen === null ? t('bank.break', { place }) : t('bank.breakSum', { place, sum: money(missingFen) })}
      </p>
      {reason !== null && <p className="small">{t('bank.breakConfirmed', { reason, name: confirmedByName ?? '' })}</p>}
      {found.allowedSteps.includes('confirm') && (
        <div>
          <Button variant="bare" onClick={() => setConfirming(true)}>
            {t('bank.confirmBreak')}
          </Button>
        </div>
      )}
      {isConfirming && (
        <ReasonSheet
          title={t('bank.confirmBreak')}
          hint={t('bank.confirmBreakHint')}
          draft={`bank-break-${id}`}
          says={t('bank.breakDone')}
          touches={TOUCHES}
          send={(words, headers) =>
            api.PUT('/api/v1/bank-breaks/{breakId}/confirmation', {
              params: { path: { breakId: id } },
              headers,
              body: { reason: words },
            })
          }
          onClose={() => setConfirming(false)}
        />
      )}
    </div>
  );
}

function RetractionNote({ retraction }: { retraction: Schemas['BankRetractionResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const { day } = useFormat();
  const { id, state, reason, proposedByName, proposedAt, decidedByName, decidedAt, allowedSteps } = retraction;
  const decide = useCommand<boolean>({
    send: (isAgreed, headers) =>
      api.POST('/api/v1/bank-retractions/{retractionId}/decision', {
        params: { path: { retractionId: id } },
        headers,
        body: { isAgreed },
      }),
    invalidates: TOUCHES,
    successMessage: t('bank.retractDecided'),
  });
  return (
    <div className={state === 'proposed' ? 'note note-warn stack-tight' : 'note stack-tight'}>
      <p className="small">{t('bank.retractBy', { name: proposedByName, day: day(proposedAt), reason })}</p>
      {decidedAt && (
        <p className="small">
          {t(state === 'agreed' ? 'bank.retractAgreed' : 'bank.retractDeclined', {
            name: decidedByName ?? '',
            day: day(decidedAt),
          })}
        </p>
      )}
      {state === 'proposed' && !allowedSteps.includes('agree') && <p className="small">{t('bank.retractWaits')}</p>}
      {allowedSteps.length > 0 && (
        <div className="actions">
          {allowedSteps.includes('agree') && (
            <Button isBusy={decide.isPending} onClick={() => decide.mutate(true)}>
              {t('bank.retractAgree')}
            </Button>
          )}
          {allowedSteps.includes('decline') && (
            <Button variant="bare" isBusy={decide.isPending} onClick={() => decide.mutate(false)}>
              {t('bank.retractDecline')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
