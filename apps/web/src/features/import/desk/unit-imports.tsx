import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ImportList } from './import-list';

/** Unit lists. */
export function UnitImportsPage(): ReactElement {
  const navigate = useNavigate();
  return (
    <ImportList
      form="unit"
      permission="unit.import"
      templateName="unit-template.xlsx"
      onSent={(unitImportId) => navigate({ to: '/c/unit-imports/$unitImportId', params: { unitImportId } })}
      renderLink={(unitImportId, card) => (
        <Link to="/c/unit-imports/$unitImportId" params={{ unitImportId }} className="card stack-tight">
          {card}
        </Link>
      )}
    />
  );
}
