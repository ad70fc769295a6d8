/* 预测容差。与 macros/operations/band.py 一一对应。 */
import { rounded } from "./rounding.js";

/** 当月会话量在不在锁定预测的容差内，至少按多少件结算；lost 是因乙方原因或不可抗力减少的件数。 */
export function volumeBand(forecast, actual, terms, lost = 0) {
  const expected = Math.max(forecast - lost, 0);
  const lower = rounded(expected * (1 - terms.forecast_tolerance_percent / 100), 6);
  const upper = rounded(forecast * (1 + terms.forecast_tolerance_percent / 100), 6);
  const band = actual < lower ? "below" : actual > upper ? "above" : "within";
  const floor = band === "below" ? rounded((expected * terms.forecast_floor_percent) / 100, 6) : null;
  return { band, lower, upper, floor };
}

/** 这一日的首响达标率、接通率要不要剔除。 */
export function dayIsExcluded(forecast, actual, terms) {
  return actual > rounded(forecast * (1 + terms.forecast_tolerance_percent / 100), 6);
}
