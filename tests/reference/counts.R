# What R says of counts and rates. Run in this folder: Rscript counts.R. Writes counts.csv.
# Made with R 4.2.2 and MASS 7.3.
suppressMessages(library(MASS))
rows <- list()
note <- function(case, statistic, value)
  rows[[length(rows) + 1]] <<- data.frame(case, statistic, value = format(value, digits = 15, trim = TRUE))

for (pair in list(c(11, 800, 21, 3011), c(0, 800, 3, 3011), c(4, 50, 0, 60), c(120, 7, 90, 9))) {
  test <- poisson.test(pair[c(1, 3)], pair[c(2, 4)])
  case <- paste(c("ratio", pair), collapse = "_")
  note(case, "estimate", test$estimate)
  note(case, "conf_low", test$conf.int[1])
  note(case, "conf_high", test$conf.int[2])
  note(case, "p_value", test$p.value)
}
for (count in c(0, 1, 10, 137)) {
  limits <- poisson.test(count, 4, conf.level = 0.9)$conf.int
  note(paste0("rate_", count, "_4"), "conf_low", limits[1])
  note(paste0("rate_", count, "_4"), "conf_high", limits[2])
}
for (count in c(0, 1, 15, 20)) {
  limits <- suppressWarnings(prop.test(count, 20, correct = FALSE))$conf.int
  note(paste0("share_", count, "_20"), "conf_low", limits[1])
  note(paste0("share_", count, "_20"), "conf_high", limits[2])
}

counts <- c(12, 19, 9, 25, 14, 31, 27, 22, 40, 18)
size <- c(900, 910, 905, 930, 940, 935, 960, 955, 970, 990)
effect <- function(case, fit) {
  line <- coef(summary(fit))[2, ]
  note(case, "estimate", exp(line[1]))
  note(case, "std_error", line[2])
  note(case, "p_value", line[4])
  reach <- qt(0.975, fit$df.residual) * line[2]
  note(case, "conf_low", exp(line[1] - reach))
  note(case, "conf_high", exp(line[1] + reach))
}
effect("change", glm(counts ~ I(1:10 > 6) + offset(log(size)), quasipoisson, epsilon = 1e-12))
effect("trend", glm(counts ~ I(1:10) + offset(log(size)), quasipoisson, epsilon = 1e-12))

series <- as.data.frame(datasets::Seatbelts)
series$time <- as.numeric(time(datasets::Seatbelts))
series$month <- as.numeric(cycle(datasets::Seatbelts))
fit <- glm.nb(DriversKilled ~ law + time + factor(month) + offset(log(kms)), series,
              control = glm.control(epsilon = 1e-12, maxit = 100))
note("seatbelts", "law", coef(summary(fit))["law", 1])
note("seatbelts", "law_std_error", coef(summary(fit))["law", 2])
note("seatbelts", "theta", fit$theta)
for (column in c("DriversKilled", "kms", "law", "time", "month"))
  note("seatbelts_data", column, series[[column]])
write.csv(do.call(rbind, rows), "counts.csv", row.names = FALSE, quote = FALSE)
