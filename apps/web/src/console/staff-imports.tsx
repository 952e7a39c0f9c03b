import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { answer, api } from '../app/api';
import { useSession } from '../app/session';
import { SentLists } from './sent-lists';

const MANAGERS: readonly string[] = ['community_secretary', 'town_officer', 'district_officer', 'administrator'];

/** Lists of staff that were sent, and a place to send one. */
export function StaffImportsPage(): ReactElement {
  const navigate = useNavigate();
  const person = useSession();
  return (
    <SentLists
      form="staff"
      path="/api/v1/staff-imports"
      startUnit={person?.roles.find(({ role }) => MANAGERS.includes(role))?.unitId}
      queryKey={['staff-imports']}
      load={(cursor) => answer(api.GET('/api/v1/staff-imports', { params: { query: { limit: 20, cursor } } }))}
      onRead={(staffImportId) => navigate({ to: '/c/staff-imports/$staffImportId', params: { staffImportId } })}
    >
      {(one, card) => (
        <Link to="/c/staff-imports/$staffImportId" params={{ staffImportId: one.id }} className="card stack-tight">
          {card}
        </Link>
      )}
    </SentLists>
  );
}
