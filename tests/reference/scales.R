# Reliability, area models and planning as R says. Run in this folder: Rscript scales.R.
# Made with R 4.2.2, psych 2.2.9, metafor 3.8-1.
suppressMessages({library(psych); library(metafor)})
staff <- read.csv("staff.csv")
items <- staff[paste0("item", 1:5)]
rows <- list()
add <- function(what, ...) {
  values <- c(...)
  rows[[length(rows) + 1]] <<- data.frame(what, statistic = names(values),
    value = formatC(as.numeric(values), digits = 15, format = "g"))
}
a <- suppressWarnings(alpha(items))
add("alpha", raw = a$total$raw_alpha)
add("item_rest", setNames(a$item.stats$r.drop, names(items)))
covariance <- cov(items)
fit <- factanal(covmat = cov2cor(covariance), factors = 1, n.obs = nrow(items), control = list(lower = 1e-6))
scale <- sqrt(diag(covariance))
load <- fit$loadings[, 1] * scale
unique <- fit$uniquenesses * scale^2
add("omega", total = sum(load)^2 / (sum(load)^2 + sum(unique)))
weighted <- cov.wt(items, wt = staff$weight / sum(staff$weight))$cov
add("weighted_covariance", first = weighted[1, 1], cross = weighted[1, 2])

y <- c(0.42, 0.55, 0.61, 0.38, 0.50, 0.71, 0.45, 0.58, 0.66, 0.33)
v <- c(0.010, 0.002, 0.004, 0.015, 0.001, 0.020, 0.003, 0.006, 0.012, 0.008)
m <- rma(yi = y, vi = v, method = "REML", control = list(threshold = 1e-12, maxiter = 1000))
add("area_model", tau2 = m$tau2, mean = as.numeric(m$beta))
b <- blup(m)
add("area_blup", setNames(b$pred, paste0("a", seq_along(y))))

for (n in c(100, 400, 2000)) for (p in c(0.2, 0.5))
  add("detectable", setNames(power.prop.test(n = n, p1 = p, power = 0.8)$p2 - p, paste(n, p)))
write.csv(do.call(rbind, rows), "scales.csv", row.names = FALSE, quote = FALSE)
