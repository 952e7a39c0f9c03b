import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { answer, api } from '../app/api';
import { Skeleton } from '../look/kit';
import { unitsQuery } from '../wish/units';
import { SentLists } from './sent-lists';

/** Lists of units that were sent, and a place to send one. */
export function UnitImportsPage(): ReactElement {
  const navigate = useNavigate();
  const { data: units } = useQuery(unitsQuery);
  if (!units) return <Skeleton rows={3} />;
  return (
    <SentLists
      form="unit"
      path="/api/v1/unit-imports"
      startUnit={units.find(({ level }) => level === 'district')?.id}
      queryKey={['unit-imports']}
      load={(cursor) => answer(api.GET('/api/v1/unit-imports', { params: { query: { limit: 20, cursor } } }))}
      onRead={(unitImportId) => navigate({ to: '/c/unit-imports/$unitImportId', params: { unitImportId } })}
    >
      {(one, card) => (
        <Link to="/c/unit-imports/$unitImportId" params={{ unitImportId: one.id }} className="card stack-tight">
          {card}
        </Link>
      )}
    </SentLists>
  );
}
