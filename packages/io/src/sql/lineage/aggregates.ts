// Aggregates by their names, for `group by all`: what is none of them is grouped by, which is right or too much.

import { partsOf, textIn, type Tree } from '../syntax-tree.ts'

const AGGREGATES = new Set(
  `any_value approx_count_distinct arbitrary arg_max arg_min array_agg avg bit_and bit_or bit_xor bool_and bool_or
  corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum geomean group_concat histogram
  kurtosis last list listagg mad max max_by mean median min min_by mode product quantile quantile_cont quantile_disc
  regr_slope regr_intercept regr_r2 skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan
  var_pop var_samp variance`.split(/\s+/),
)

/** Whether an expression has one of them in it, outside of subqueries. */
export function isAggregate(expression: Tree): boolean {
  const parts = [...partsOf(expression)]
  if (parts.some((part) => part['class'] === 'SUBQUERY')) return false
  for (const part of parts) {
    if (part['class'] === 'FUNCTION' && AGGREGATES.has(textIn(part, 'function_name').toLowerCase())) return true
  }
  return false
}
