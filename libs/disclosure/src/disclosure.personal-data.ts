import { declarePersonalData } from '#libs/platform';

// The file itself is kept for 24 hours.
declarePersonalData({
  export_request: [{ columns: ['purpose', 'created_by'], kept: 'trail' }],
});
