/** SQL for FROM: entries of service as `e`, with claim_id, person_id, hours and the entry that they reverse. */
export const SERVICE_ENTRIES = 'service_entry e';
