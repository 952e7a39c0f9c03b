import { BUG, declareConstraints } from './database/constraints.js';

declareConstraints({
  uq_data_key_active: BUG, // rotations of one purpose wait for each other
  uq_event_id: BUG,
  uq_event_seq: BUG,
  ck_kept_reason: BUG, // validation requires a reason first
  uq_job_kind_subject: BUG, // scheduling twice moves the existing job
});
