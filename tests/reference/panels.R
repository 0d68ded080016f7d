# Reference values for tests/unit/test_panels.py: R 4.2 with clubSandwich.
# Rscript tests/reference/panels.R, in the folder tests/reference
suppressMessages(library(clubSandwich))
set.seed(20211)
panel <- expand.grid(period = 2013:2024, area = sprintf("area %02d", 1:14))
number <- as.integer(factor(panel$area))
panel$treated <- as.numeric(number <= 5 & panel$period >= 2019 + (number %% 2))
noise <- unlist(lapply(1:14, function(i) arima.sim(list(ar = 0.5), 12)))
panel$y <- round(noise + number / 3 + (panel$period - 2013) / 5, 6)
write.csv(panel, "panel_data.csv", row.names = FALSE)
fit <- lm(y ~ treated + factor(area) + factor(period), panel)
rows <- lapply(c("CR1", "CR2"), function(kind) {
  found <- coef_test(fit, vcov = kind, cluster = panel$area, coefs = "treated",
                     test = "Satterthwaite")
  data.frame(what = kind, estimate = found$beta, std_error = found$SE, df = found$df_Satt,
             p_value = found$p_Satt)
})
write.csv(do.call(rbind, rows), "panels.csv", row.names = FALSE)
