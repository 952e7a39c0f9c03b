import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ImportList } from './import-list';

/** Imports of wishes. */
export function ImportsPage(): ReactElement {
  const navigate = useNavigate();
  return (
    <ImportList
      form="wish"
      permission="wish.import"
      templateName="wish-template.xlsx"
      onSent={(importId) => navigate({ to: '/c/imports/$importId', params: { importId } })}
      renderLink={(importId, card) => (
        <Link to="/c/imports/$importId" params={{ importId }} className="card stack-tight">
          {card}
        </Link>
      )}
    />
  );
}
