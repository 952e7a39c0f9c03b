import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { ButtonLink } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { CorrectStaffRow } from './correct-staff-row';
import { ImportPage } from './import-page';
import { ImportRowCard } from './import-row-card';
import { IMPORT_KEYS } from './import-routes';
import { ActivationCodes } from '../../people/desk/activation-codes';

type Row = Schemas['StaffImportRowResponse'];

/** A staff list row by row, the activation codes, and the appointments that wait for confirmation. */
export function StaffImportPage(): ReactElement {
  const { staffImportId } = useParams({ from: '/c/staff-imports/$staffImportId' });
  const { verdict } = useSearch({ from: '/c/staff-imports/$staffImportId' });
  const navigate = useNavigate();
  const path = { staffImportId };
  return (
    <ImportPage<Row>
      form="staff"
      id={staffImportId}
      verdict={verdict}
      onChoose={(chosen) =>
        void navigate({
          to: '/c/staff-imports/$staffImportId',
          params: path,
          search: { verdict: chosen },
          replace: true,
        })
      }
      attentionName="staff-attention.xlsx"
      touches={[['people']]}
      load={(query) => api.GET('/api/v1/staff-imports/{staffImportId}/rows', { params: { path, query } })}
      notes={<Awaiting staffImportId={staffImportId} />}
      renderActions={({ added, known }) => added + known > 0 && <ActivationCodes form="staff" id={staffImportId} />}
      renderCard={(row, onCorrect) => <StaffRow row={row} onCorrect={onCorrect} />}
      renderCorrection={(row, onClose) => <CorrectStaffRow staffImportId={staffImportId} row={row} onClose={onClose} />}
    />
  );
}

/** The appointments that have no effect yet, and who confirms them. */
function Awaiting({ staffImportId }: { staffImportId: string }): ReactElement | null {
  const { t } = useTranslation('imports');
  // The page uses the same query key and keeps the data fresh.
  const { data } = useQuery({
    queryKey: [IMPORT_KEYS.staff, staffImportId],
    queryFn: () => api.GET('/api/v1/staff-imports/{staffImportId}', { params: { path: { staffImportId } } }),
  });
  if (!data?.awaiting) return null;
  return (
    <div className="note note-warn stack-tight">
      <p>{t('awaiting.note', { count: data.awaiting })}</p>
      <ButtonLink to="/c/people" icon="people">
        {t('awaiting.see')}
      </ButtonLink>
    </div>
  );
}

function StaffRow({ row, onCorrect }: { row: Row; onCorrect: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { list } = useFormat();
  const { data: units } = useQuery(unitsQuery);
  const { values, typed } = row;
  const unit = units?.find(({ code }) => code === values.unitCode)?.name ?? values.unitCode ?? typed.unit;
  const roles = typed.role ?? list(values.roles.map((role) => words(`role.${role}`)));
  return (
    <ImportRowCard form="staff" row={row} note={row.isKnown && t('staffRow.wasKnown')} onCorrect={onCorrect}>
      <p>
        <span className="strong">{values.name ?? typed.name}</span>{' '}
        <span className="figures">{values.phone ?? typed.phone}</span>
      </p>
      <p className="small soft">{[unit, roles].filter(Boolean).join(' · ')}</p>
      {row.isAwaiting && <p className="small">{t('staffRow.isAwaiting')}</p>}
    </ImportRowCard>
  );
}
