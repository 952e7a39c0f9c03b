import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ImportList } from './import-list';

/** Staff lists. */
export function StaffImportsPage(): ReactElement {
  const navigate = useNavigate();
  return (
    <ImportList
      form="staff"
      permission="person.manage"
      templateName="staff-template.xlsx"
      onSent={(staffImportId) => navigate({ to: '/c/staff-imports/$staffImportId', params: { staffImportId } })}
      renderLink={(staffImportId, card) => (
        <Link to="/c/staff-imports/$staffImportId" params={{ staffImportId }} className="card stack-tight">
          {card}
        </Link>
      )}
    />
  );
}
