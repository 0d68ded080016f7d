# Reference values for tests/unit/test_designs.py: R 4.2 with nlme.
# Rscript tests/reference/designs.R, in the folder tests/reference
library(nlme)

years <- c(2004:2012, 2014:2019)
values <- c(5.1, 4.8, 5.6, 5.9, 5.2, 5.0, 5.7, 6.1, 5.8, 7.4, 7.9, 7.1, 7.6, 8.2, 8.0)
step <- as.numeric(years >= 2014)
rows <- list()
# corCAR1 knows no negative autocorrelation: those of the grid are left to the test of zero.
for (rho in seq(0.025, 0.95, by = 0.025)) {
  fit <- gls(values ~ step + I(years - 2014), method = "REML",
             correlation = corCAR1(rho, form = ~ years, fixed = TRUE))
  rows[[length(rows) + 1]] <- data.frame(
    what = "step", rho = rho, estimate = coef(fit)[["step"]],
    std_error = sqrt(vcov(fit)["step", "step"]), loglik = as.numeric(logLik(fit)))
}
write.csv(do.call(rbind, rows), "designs.csv", row.names = FALSE)
