import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ImportList } from './import-list';

/** Rosters of party members. */
export function RostersPage(): ReactElement {
  const navigate = useNavigate();
  return (
    <ImportList
      form="roster"
      permission="person.manage"
      templateName="roster-template.xlsx"
      onSent={(rosterId) => navigate({ to: '/c/rosters/$rosterId', params: { rosterId } })}
      renderLink={(rosterId, card) => (
        <Link to="/c/rosters/$rosterId" params={{ rosterId }} className="card stack-tight">
          {card}
        </Link>
      )}
    />
  );
}
