// The words of the route from dossier to certificate.
export const STATE_NAMES = {
  draft: { vi: 'Đang soạn', en: 'Draft' },
  submitted: { vi: 'Đã nộp, chờ xã tiếp nhận', en: 'Submitted, to be received' },
  commune_review: { vi: 'Cấp xã đánh giá', en: 'Commune review' },
  returned: { vi: 'Trả lại để bổ sung', en: 'Returned for completion' },
  sent_to_province: { vi: 'Đã gửi cấp tỉnh', en: 'Sent to the province' },
  intake: { vi: 'Cấp tỉnh tiếp nhận', en: 'Province intake' },
  advisory_review: { vi: 'Tổ tư vấn xem xét', en: 'Advisory review' },
  council: { vi: 'Hội đồng cấp tỉnh', en: 'Provincial council' },
  approved_for_centre: { vi: 'Đã trình Trung ương', en: 'Sent up to the centre' },
  central_intake: { vi: 'Trung ương tiếp nhận', en: 'Central intake' },
  central_advisory: { vi: 'Tổ tư vấn Trung ương', en: 'Central advisory review' },
  central_council: { vi: 'Hội đồng Trung ương', en: 'Central council' },
  back_to_province: { vi: 'Trung ương chuyển lại tỉnh', en: 'Back to the province' },
  decided: { vi: 'Đã quyết định', en: 'Decided' },
  withdrawn: { vi: 'Chủ thể rút hồ sơ', en: 'Withdrawn' },
};

export const MOVE_NAMES = {
  edit: { vi: 'Sửa hồ sơ', en: 'Edit' },
  submit: { vi: 'Nộp hồ sơ', en: 'Submit' },
  withdraw: { vi: 'Rút hồ sơ', en: 'Withdraw' },
  receive: { vi: 'Tiếp nhận hồ sơ', en: 'Receive' },
  return: { vi: 'Trả lại để bổ sung', en: 'Return for completion' },
  report_local: { vi: 'Lập báo cáo của cấp xã (Mẫu 03)', en: 'Commune report (form 03)' },
  send_to_province: { vi: 'Gửi cấp tỉnh', en: 'Send to the province' },
  accept: { vi: 'Tiếp nhận', en: 'Accept' },
  pass_to_advisers: { vi: 'Chuyển tổ tư vấn', en: 'Pass to the advisers' },
  report_advisory: { vi: 'Báo cáo của tổ tư vấn', en: 'Advisory report' },
  open_council: { vi: 'Mở phiên hội đồng', en: 'Open the council' },
  decide: { vi: 'Quyết định', en: 'Decide' },
};

export const KIND_NAMES = {
  first: { vi: 'Đánh giá lần đầu', en: 'First assessment' },
  upgrade: { vi: 'Nâng hạng sao', en: 'Upgrade' },
  reassessment: { vi: 'Đánh giá lại', en: 'Re-assessment' },
};
