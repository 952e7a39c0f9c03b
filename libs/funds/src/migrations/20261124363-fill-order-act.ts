import type { Migration } from '#libs/platform';

export const fillOrderAct: Migration = {
  version: 20261124363,
  name: 'FillOrderAct',
  sql: `UPDATE spend_request r JOIN spend_hand h ON h.spend_request_id = r.id AND h.person_id = r.committed_by
    SET r.order_act = h.act WHERE r.order_act IS NULL`,
};
