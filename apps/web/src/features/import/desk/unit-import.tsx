import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { unitsQuery } from '../../people/units';
import { CorrectUnitRow } from './correct-unit-row';
import { ImportPage } from './import-page';
import { ImportRowCard } from './import-row-card';

type Row = Schemas['UnitImportRowResponse'];

/** A unit list row by row. */
export function UnitImportPage(): ReactElement {
  const { unitImportId } = useParams({ from: '/c/unit-imports/$unitImportId' });
  const { verdict } = useSearch({ from: '/c/unit-imports/$unitImportId' });
  const navigate = useNavigate();
  const path = { unitImportId };
  return (
    <ImportPage<Row>
      form="unit"
      id={unitImportId}
      verdict={verdict}
      onChoose={(chosen) =>
        void navigate({ to: '/c/unit-imports/$unitImportId', params: path, search: { verdict: chosen }, replace: true })
      }
      attentionName="unit-attention.xlsx"
      touches={[['units']]}
      load={(query) => api.GET('/api/v1/unit-imports/{unitImportId}/rows', { params: { path, query } })}
      renderCard={(row, onCorrect) => <UnitRow row={row} onCorrect={onCorrect} />}
      renderCorrection={(row, onClose) => <CorrectUnitRow unitImportId={unitImportId} row={row} onClose={onClose} />}
    />
  );
}

function UnitRow({ row, onCorrect }: { row: Row; onCorrect: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation('imports');
  const { t: office } = useTranslation('office');
  const { data: units } = useQuery(unitsQuery);
  const { values, typed, before } = row;
  const parent = units?.find(({ code }) => code === values.parent)?.name ?? values.parent ?? typed.parent;
  const level = values.level ? office(`units.levels.${values.level}`) : typed.level;
  return (
    <ImportRowCard form="unit" row={row} note={row.isKnown && t('unitRow.wasKnown')} onCorrect={onCorrect}>
      <p>
        <span className="strong">{values.name ?? typed.name}</span>{' '}
        <span className="figures">{values.code ?? typed.code}</span>
      </p>
      <p className="small soft">{[level, values.kind, parent].filter(Boolean).join(' · ')}</p>
      {before && values.name !== null && before.name !== values.name && (
        <p className="small">{t('unitRow.renamed', { before: before.name, after: values.name })}</p>
      )}
      {before && values.kind !== null && before.kind !== values.kind && (
        <p className="small">
          {t('unitRow.otherKind', { before: before.kind || t('unitRow.noKind'), after: values.kind })}
        </p>
      )}
    </ImportRowCard>
  );
}
