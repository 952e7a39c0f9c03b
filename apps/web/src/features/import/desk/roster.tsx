import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { useSkills } from '../../people/skills';
import { unitsQuery } from '../../people/units';
import { CorrectMemberRow } from './correct-member-row';
import { ImportPage } from './import-page';
import { ImportRowCard } from './import-row-card';
import { ActivationCodes } from '../../people/desk/activation-codes';

type Row = Schemas['RosterRowResponse'];

/** A roster row by row; imported members get activation codes. */
export function RosterPage(): ReactElement {
  const { rosterId } = useParams({ from: '/c/rosters/$rosterId' });
  const { verdict } = useSearch({ from: '/c/rosters/$rosterId' });
  const navigate = useNavigate();
  const path = { rosterId };
  return (
    <ImportPage<Row>
      form="roster"
      id={rosterId}
      verdict={verdict}
      onChoose={(chosen) =>
        void navigate({ to: '/c/rosters/$rosterId', params: path, search: { verdict: chosen }, replace: true })
      }
      attentionName="roster-attention.xlsx"
      touches={[['people'], ['groups']]}
      load={(query) => api.GET('/api/v1/volunteer-rosters/{rosterId}/rows', { params: { path, query } })}
      renderActions={({ added, known }) => added + known > 0 && <ActivationCodes form="roster" id={rosterId} />}
      renderCard={(row, onCorrect) => <MemberRow row={row} onCorrect={onCorrect} />}
      renderCorrection={(row, onClose) => <CorrectMemberRow rosterId={rosterId} row={row} onClose={onClose} />}
    />
  );
}

function MemberRow({ row, onCorrect }: { row: Row; onCorrect: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation('imports');
  const { list } = useFormat();
  const { data: units } = useQuery(unitsQuery);
  const skills = useSkills();
  const { values, typed } = row;
  const unit = units?.find(({ code }) => code === values.unitCode)?.name;
  const facts = [unit ?? typed.unit, values.partyGroup, values.partyBranch, values.workUnit];
  return (
    <ImportRowCard form="roster" row={row} note={row.isKnown && t('memberRow.wasKnown')} onCorrect={onCorrect}>
      <p>
        <span className="strong">{values.name ?? typed.name}</span>{' '}
        <span className="figures">{values.phone ?? typed.phone}</span>
      </p>
      <p className="small soft">{facts.filter(Boolean).join(' · ')}</p>
      {values.skills.length > 0 && <p className="small">{list(values.skills.map(skills.name))}</p>}
      {row.unknownSkills.length > 0 && (
        <p className="small soft">{t('memberRow.unknown', { words: list(row.unknownSkills) })}</p>
      )}
    </ImportRowCard>
  );
}
