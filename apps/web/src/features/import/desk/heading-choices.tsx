import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { ApiRefusal, api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, SelectField } from '../../../ui';

type Heading = Schemas['HeadingResponse'];

const PATHS = {
  wish: '/api/v1/wish-imports/headings',
  roster: '/api/v1/volunteer-rosters/headings',
  statement: '/api/v1/bank-statements/headings',
  unit: '/api/v1/unit-imports/headings',
  staff: '/api/v1/staff-imports/headings',
} as const;
type Form = keyof typeof PATHS;
const NOT_NEEDED = '-';

/** The unresolved headings of a refused file. */
export const headingsIn = (error: unknown): Heading[] =>
  error instanceof ApiRefusal ? ((error.problem?.headings as Heading[] | undefined) ?? []) : [];

/** Headings that are unknown or ambiguous: a person says once what they mean, and the file is read accordingly. */
export function HeadingChoices({
  form,
  unitId,
  headings,
  isNeeded,
  onChosen,
}: {
  form: Form;
  unitId: string;
  headings: Heading[];
  /** Opens the section, because little of the file can be read without an answer. */
  isNeeded: boolean;
  /** Reads the file again. */
  onChosen: () => Promise<unknown>;
}): ReactElement {
  const { t } = useTranslation('imports');
  const [chosen, setChosen] = useState<Record<string, string>>(
    Object.fromEntries(
      headings
        .filter(({ state }) => state !== 'unknown')
        .map(({ heading, state, field }) => [heading, field ?? (state === 'chosen' ? NOT_NEEDED : '')]),
    ),
  );
  const choices = headings.flatMap(({ heading }) => {
    const field = chosen[heading];
    return field ? [{ heading, field: field === NOT_NEEDED ? null : field }] : [];
  });
  const send = useCommand({
    send: async () => {
      await api.PUT(PATHS[form], { params: { query: { unitId } }, body: { choices: choices as never } });
      return onChosen();
    },
    invalidates: [['imports'], ['rosters'], ['bank'], ['unit-imports'], ['staff-imports']],
    successMessage: t('headings.chosen'),
  });
  const fields = Object.entries<string>(t(`field.${form}`, { returnObjects: true }));
  return (
    <details className="card stack" open={isNeeded || headings.some(({ state }) => state === 'ambiguous')}>
      <summary className="heading">{t('headings.title')}</summary>
      <p className="soft">{t('headings.lead')}</p>
      {headings.map(({ heading, sheet, column, state }) => (
        <SelectField
          key={heading}
          label={`“${heading}”`}
          hint={`${t('headings.place', { sheet, column })} · ${t(`headings.state.${state}`)}`}
          none={t('headings.none')}
          value={chosen[heading] ?? ''}
          onChange={(field) => setChosen((before) => ({ ...before, [heading]: field }))}
          options={[
            ...fields.map(([value, label]) => ({ value, label })),
            { value: NOT_NEEDED, label: t('headings.notNeeded') },
          ]}
        />
      ))}
      <div className="actions">
        <Button isBusy={send.isPending} disabled={choices.length === 0} onClick={() => send.mutate()}>
          {t('headings.choose')}
        </Button>
      </div>
    </details>
  );
}
