import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Tag } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { CorrectWishRow } from './correct-wish-row';
import { ImportPage } from './import-page';
import { ImportRowCard } from './import-row-card';

type Row = Schemas['ImportRowResponse'];

/** An import of wishes, row by row. */
export function WishImportPage(): ReactElement {
  const { importId } = useParams({ from: '/c/imports/$importId' });
  const { verdict } = useSearch({ from: '/c/imports/$importId' });
  const navigate = useNavigate();
  const path = { importId };
  return (
    <ImportPage<Row>
      form="wish"
      id={importId}
      verdict={verdict}
      onChoose={(chosen) =>
        void navigate({ to: '/c/imports/$importId', params: path, search: { verdict: chosen }, replace: true })
      }
      attentionName="wish-attention.xlsx"
      touches={[['wishes'], ['work-queue']]}
      load={(query) => api.GET('/api/v1/wish-imports/{importId}/rows', { params: { path, query } })}
      renderCard={(row, onCorrect) => <WishRow row={row} onCorrect={onCorrect} />}
      renderCorrection={(row, onClose) => <CorrectWishRow importId={importId} row={row} onClose={onClose} />}
    />
  );
}

function WishRow({ row, onCorrect }: { row: Row; onCorrect: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { money, day } = useFormat();
  const { data: units } = useQuery(unitsQuery);
  const { values, typed } = row;
  const facts = [
    units?.find(({ code }) => code === values.unitCode)?.name ?? typed.unit,
    values.name,
    values.phone,
    values.kind && words(`kind.${values.kind}`),
    values.costYuan !== null && money(Math.round(values.costYuan * 100)),
    values.dueOn && day(values.dueOn),
  ];
  return (
    <ImportRowCard
      form="wish"
      row={row}
      onCorrect={onCorrect}
      outcome={
        row.wishId && (
          <Link to="/c/wishes/$wishId" params={{ wishId: row.wishId }}>
            {row.isKnown ? t('wishRow.known') : t('wishRow.see')}
          </Link>
        )
      }
    >
      <p>{values.text || typed.text}</p>
      <p className="small soft">{facts.filter(Boolean).join(' · ')}</p>
      {row.danger && (
        <Tag tone="red" icon="warn">
          {t('wishRow.danger', { word: row.danger })}
        </Tag>
      )}
    </ImportRowCard>
  );
}
