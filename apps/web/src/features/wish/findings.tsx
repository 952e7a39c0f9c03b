import './findings.css';
import type { ReactElement, ReactNode } from 'react';
import type { Schemas } from '../../core/api';
import { useFormat } from '../../core/format';
import { Button, Tag, TextField, type Tone } from '../../ui';
import { CheckField } from '../../ui/check-field';
import { useTranslation } from '../../locales/use-translation';

type Finding = Schemas['TextFindingResponse'];
export type Keep = Schemas['KeepBody'];

/** A text for the public and the possible personal data in it. */
export interface CheckedText {
  text: string;
  findings: Finding[];
}

type State = 'settled' | 'stop' | 'ask';

const passageOf = (text: string, { start, end }: Finding): string => text.slice(start, end);
const keepOf = (keeps: readonly Keep[], passage: string): Keep | undefined =>
  keeps.find((keep) => keep.passage === passage);

function stateOf(text: string, finding: Finding, keeps: readonly Keep[]): State {
  if (!finding.mayKeep) return 'stop';
  const keep = keepOf(keeps, passageOf(text, finding));
  return keep && (!finding.needsReason || keep.reason?.trim()) ? 'settled' : 'ask';
}

/** Whether every finding was removed, or kept with what the rules require. */
export const isSettled = (texts: readonly CheckedText[], keeps: readonly Keep[]): boolean =>
  texts.every(({ text, findings }) => findings.every((finding) => stateOf(text, finding, keeps) === 'settled'));

/** The decisions whose passages still occur in the texts, in the form that the api takes. */
export const keepsFor = (texts: readonly CheckedText[], keeps: readonly Keep[]): Keep[] =>
  keeps
    .filter(({ passage }) => texts.some(({ text }) => text.includes(passage)))
    .map(({ passage, reason }) => ({ passage, reason: reason?.trim() || undefined }));

const MARK: Record<State, string> = {
  settled: 'finding finding-kept',
  stop: 'finding finding-stop',
  ask: 'finding',
};
const NOTE: Record<State, string> = { settled: 'note-good', stop: 'note-stop', ask: 'note-warn' };
const TONE: Record<State, Tone> = { settled: 'jade', stop: 'red', ask: 'amber' };

/** Marks possible personal data in texts for the public. Each passage is removed, or kept, with a reason if one is
 *  required. */
export function Findings({
  texts,
  keeps,
  onKeep,
  onTakeOut,
}: {
  texts: readonly CheckedText[];
  keeps: readonly Keep[];
  onKeep: (keeps: Keep[]) => void;
  onTakeOut: (passage: string) => void;
}): ReactElement | null {
  const { t } = useTranslation('spend');
  const found = texts.filter(({ findings }) => findings.length > 0);
  if (found.length === 0) return null;
  const passages = new Map<string, { finding: Finding; state: State }>();
  for (const { text, findings } of found)
    for (const finding of findings) {
      const passage = passageOf(text, finding);
      const state = stateOf(text, finding, keeps);
      const known = passages.get(passage);
      if (!known || state === 'stop' || known.state === 'settled') passages.set(passage, { finding, state });
    }
  const set = (passage: string, keep: Keep | undefined): void =>
    onKeep([...keeps.filter((one) => one.passage !== passage), ...(keep ? [keep] : [])]);
  return (
    <section className="stack-tight" aria-live="polite">
      <h3 className="strong">{t('findings.title')}</h3>
      {found.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the texts never move
        <p key={at} className="finding-text">
          {marked(one, keeps)}
        </p>
      ))}
      <ul className="stack-tight">
        {[...passages].map(([passage, { finding, state }]) => (
          <li key={passage} className={`note ${NOTE[state]} stack-tight`}>
            <div className="row">
              <Tag tone={TONE[state]}>{t(`findings.kind.${finding.kind}`)}</Tag>
              {passage && <strong>{passage}</strong>}
            </div>
            <p className="small">
              {state === 'stop'
                ? t('findings.stop')
                : finding.certainty === 'certain'
                  ? t('findings.certain')
                  : t('findings.possible')}
            </p>
            {finding.mayKeep && (
              <CheckField
                label={t('findings.keep', { passage })}
                value={keepOf(keeps, passage) !== undefined}
                onChange={(isOn) => set(passage, isOn ? { passage } : undefined)}
              />
            )}
            {finding.needsReason && keepOf(keeps, passage) && (
              <TextField
                label={t('findings.reason', { passage })}
                hint={t('findings.reasonHint')}
                maxLength={200}
                value={keepOf(keeps, passage)?.reason ?? ''}
                onChange={(reason) => set(passage, { passage, reason })}
              />
            )}
            {state !== 'settled' && (
              <div>
                <Button onClick={() => onTakeOut(passage)}>{t('findings.takeOut', { passage })}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function marked({ text, findings }: CheckedText, keeps: readonly Keep[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const finding of findings) {
    parts.push(text.slice(from, finding.start));
    parts.push(
      <mark key={finding.start} className={MARK[stateOf(text, finding, keeps)]}>
        {passageOf(text, finding)}
      </mark>,
    );
    from = finding.end;
  }
  return [...parts, text.slice(from)];
}

/** The passages that were kept in a public text, by whom and why, for supervisors. */
export function KeptPassages({ passages }: { passages: Schemas['KeptPassageResponse'][] }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { time } = useFormat();
  if (passages.length === 0) return null;
  return (
    <section className="card stack-tight">
      <h2 className="heading">{t('findings.kept')}</h2>
      <ul className="stack-tight">
        {passages.map(({ passage, kind, reason, keptByName, keptAt }) => (
          <li key={`${keptAt}-${passage}`}>
            <div className="row">
              <Tag>{t(`findings.kind.${kind}`)}</Tag>
              <strong>{passage}</strong>
            </div>
            {reason && <p>{reason}</p>}
            <p className="small soft">{t('findings.keptBy', { name: keptByName, time: time(keptAt) })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
